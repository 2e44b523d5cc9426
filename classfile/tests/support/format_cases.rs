//! Class files that break one rule of JVMS §4.8 or of a structure each, with what OpenJDK 17 says; and legal ones that look broken.

use crate::support::{ClassWriter, u2};

/// Makes a class file from the legal class `T`.
pub type Build = fn(&mut ClassWriter);

/// A class file that breaks a rule, and what is said of it after `java.lang.ClassFormatError: `.
pub const CASES: &[(&str, Build)] = &[
    // Constant pool.
    ("Unknown constant tag 2 in class file <Unknown>", |w| {
        w.entry(2, &[]);
    }),
    ("Unknown constant tag 21 in class file <Unknown>", |w| {
        w.entry(21, &[0, 0]);
    }),
    ("Unknown constant tag 19 in class file <Unknown>", |w| {
        let name = w.utf8("m");
        w.indices(19, &[name]);
    }),
    ("Unknown constant tag 20 in class file <Unknown>", |w| {
        w.major = 52;
        let name = w.utf8("m");
        w.indices(20, &[name]);
    }),
    ("Class file version does not support constant tag 16 in class file <Unknown>", |w| {
        w.major = 50;
        let name = w.utf8("()V");
        w.indices(16, &[name]);
    }),
    ("Class file version does not support constant tag 15 in class file <Unknown>", |w| {
        w.major = 50;
        w.method_handle(1, 1);
    }),
    ("Class file version does not support constant tag 18 in class file <Unknown>", |w| {
        w.major = 50;
        w.indices(18, &[0, 1]);
    }),
    ("Class file version does not support constant tag 17 in class file <Unknown>", |w| {
        w.major = 54;
        w.indices(17, &[0, 1]);
    }),
    ("Invalid constant pool entry 5 in class file <Unknown>", |w| {
        w.entry(5, &[0; 8]);
        w.pool_count -= 1;
    }),
    ("Illegal UTF8 string in constant pool in class file <Unknown>", |w| {
        w.utf8_bytes(b"a\xff");
    }),
    ("Illegal UTF8 string in constant pool in class file <Unknown>", |w| {
        w.utf8_bytes(b"a\0");
    }),
    ("Illegal constant pool size 0 in class file <Unknown>", |w| w.pool_count = 0),
    ("Invalid constant pool index 99 in class file <Unknown>", |w| {
        w.indices(7, &[99]);
    }),
    ("Invalid constant pool index 2 in class file <Unknown>", |w| {
        w.indices(7, &[2]);
    }),
    ("Invalid constant pool index 0 in class file <Unknown>", |w| {
        w.indices(8, &[0]);
    }),
    ("Invalid constant pool index 1 in class file <Unknown>", |w| {
        let nat = w.name_and_type("f", "I");
        w.indices(9, &[1, nat]);
    }),
    ("Invalid constant pool index 1 in class file <Unknown>", |w| {
        w.indices(10, &[2, 1]);
    }),
    ("Invalid constant pool index 2 in class file <Unknown>", |w| {
        w.indices(12, &[1, 2]);
    }),
    ("Invalid constant pool index 2 in class file <Unknown>", |w| {
        w.indices(16, &[2]);
    }),
    ("Invalid constant pool index 1 in class file <Unknown>", |w| {
        w.indices(17, &[0, 1]);
    }),
    ("Invalid constant pool index 77 in class file <Unknown>", |w| {
        w.indices(18, &[0, 77]);
    }),
    ("Invalid constant pool index 77 in class file <Unknown>", |w| {
        w.method_handle(1, 77);
    }),
    ("Invalid constant pool index 1 in class file <Unknown> (not a field)", |w| {
        w.method_handle(4, 1);
    }),
    ("Invalid constant pool index 10 in class file <Unknown> (not a method)", |w| {
        let r = w.member_ref(11, "I", "m", "()V");
        w.method_handle(5, r);
    }),
    ("Invalid constant pool index 10 in class file <Unknown> (not a method)", |w| {
        w.major = 51;
        let r = w.member_ref(11, "I", "m", "()V");
        w.method_handle(6, r);
    }),
    ("Invalid constant pool index 10 in class file <Unknown> (not an interface method)", |w| {
        let r = w.member_ref(10, "I", "m", "()V");
        w.method_handle(9, r);
    }),
    ("Bad method handle kind at constant pool index 11 in class file <Unknown>", |w| {
        let r = w.member_ref(10, "I", "m", "()V");
        w.method_handle(10, r);
    }),
    ("Bad constructor name at constant pool index 7 in class file <Unknown>", |w| {
        let r = w.member_ref(10, "I", "m", "()V");
        w.method_handle(8, r);
    }),
    ("Bad method name at constant pool index 7 in class file <Unknown>", |w| {
        let r = w.member_ref(10, "I", "<init>", "()V");
        w.method_handle(7, r);
    }),
    ("Bad method name at constant pool index 7 in class file <Unknown>", |w| {
        w.member_ref(10, "I", "<clinit>", "()V");
    }),
    ("Illegal zero length constant pool entry at 6 in class <Unknown>", |w| {
        w.name_and_type("a", "");
    }),
    ("Illegal zero length constant pool entry at 5 in class <Unknown>", |w| {
        w.name_and_type("", "I");
    }),
    ("Illegal class name \"a.b\" in class file <Unknown>", |w| {
        w.class("a.b");
    }),
    ("Illegal class name \"\" in class file <Unknown>", |w| {
        w.class("");
    }),
    ("Illegal class name \"[[Q\" in class file <Unknown>", |w| {
        w.class("[[Q");
    }),
    ("Illegal class name \"a-b\" in class file <Unknown>", |w| {
        w.major = 48;
        w.class("a-b");
    }),
    ("Class name is empty or contains illegal character in descriptor in class file <Unknown>", |w| {
        w.class("[La.b;");
    }),
    ("Array type descriptor has more than 255 dimensions in class file <Unknown>", |w| {
        w.class(&format!("{}I", "[".repeat(256)));
    }),
    ("Illegal field name \"a/b\" in class <Unknown>", |w| {
        w.name_and_type("a/b", "I");
    }),
    ("Illegal method name \"<a\" in class <Unknown>", |w| {
        w.name_and_type("<a", "()V");
    }),
    ("Illegal method name \"a>\" in class <Unknown>", |w| {
        w.name_and_type("a>", "()V");
    }),
    ("Field \"a\" in class <Unknown> has illegal signature \"II\"", |w| {
        w.name_and_type("a", "II");
    }),
    ("Field \"a\" in class <Unknown> has illegal signature \"V\"", |w| {
        w.name_and_type("a", "V");
    }),
    ("Method \"a\" in class <Unknown> has illegal signature \"(V)V\"", |w| {
        w.name_and_type("a", "(V)V");
    }),
    ("Method \"<init>\" in class <Unknown> has illegal signature \"()I\"", |w| {
        w.name_and_type("<init>", "()I");
    }),
    ("Method \"<clinit>\" in class <Unknown> has illegal signature \"(I)V\"", |w| {
        w.name_and_type("<clinit>", "(I)V");
    }),
    ("Method \"type\" in class <Unknown> has illegal signature \"I\"", |w| {
        let d = w.utf8("I");
        w.indices(16, &[d]);
    }),
    ("Field \"a\" in class <Unknown> has illegal signature \"()V\"", |w| {
        w.member_ref(9, "T", "a", "()V");
    }),
    ("Method \"a\" in class <Unknown> has illegal signature \"I\"", |w| {
        w.member_ref(11, "T", "a", "I");
    }),
    ("CONSTANT_Dynamic \"a\" in class <Unknown> has illegal signature \"()I\"", |w| {
        let nat = w.name_and_type("a", "()I");
        w.indices(17, &[0, nat]);
    }),
    // The class itself.
    ("Illegal class modifiers in class <Unknown>: 0x411", |w| w.access = 0x411),
    ("Illegal class modifiers in class <Unknown>: 0x201", |w| w.access = 0x201),
    ("Illegal class modifiers in class <Unknown>: 0x620", |w| w.access = 0x620),
    ("Illegal class modifiers in class <Unknown>: 0x2020", |w| w.access = 0x2020),
    ("Invalid this class index 1 in constant pool in class file <Unknown>", |w| w.this_class = 1),
    ("Bad class name in class file <Unknown>", |w| w.this_class = w.class("[I")),
    ("Invalid superclass index 0 in class file T", |w| w.super_class = 0),
    ("Invalid superclass index 3 in class file T", |w| w.super_class = 3),
    ("Bad superclass name in class file T", |w| w.super_class = w.class("[I")),
    ("Interface name has bad constant pool index 1 in class file T", |w| w.interfaces = vec![1]),
    ("Bad interface name in class file T", |w| w.interfaces = vec![w.class("[I")]),
    ("Duplicate interface name \"java/lang/Runnable\" in class file T", |w| {
        w.interfaces = vec![w.class("java/lang/Runnable"), w.class("java/lang/Runnable")];
    }),
    ("Interfaces must have java.lang.Object as superclass in class file T", |w| {
        w.access = 0x601;
        w.super_class = w.class("java/lang/Number");
    }),
    ("java.lang.Object cannot implement an interface in class file java/lang/Object", |w| {
        w.interfaces = vec![w.class("java/lang/Runnable")];
        (w.this_class, w.super_class) = (w.super_class, 0);
    }),
    // Fields.
    ("Illegal field modifiers in class T: 0x3", |w| w.field(3, "a", "I", &[])),
    ("Illegal field modifiers in class T: 0x50", |w| w.field(0x50, "a", "I", &[])),
    ("Illegal field modifiers in class T: 0x9", |w| {
        w.access = 0x601;
        w.field(9, "a", "I", &[]);
    }),
    ("Illegal field name \"a;\" in class T", |w| w.field(1, "a;", "I", &[])),
    ("Field \"a\" in class T has illegal signature \"X\"", |w| w.field(1, "a", "X", &[])),
    ("Invalid constant pool index 2 for field name in class file T", |w| {
        w.fields.push(u2(&[1, 2, 1, 0]));
    }),
    ("Invalid constant pool index 2 for field signature in class file T", |w| {
        w.fields.push(u2(&[1, 1, 2, 0]));
    }),
    ("Duplicate field name \"a\" with signature \"Lx.Y;\" in class file T", |w| {
        w.field(1, "a", "Lx/Y;", &[]);
        w.field(2, "a", "Lx/Y;", &[]);
    }),
    ("Invalid field attribute index 2 in class file T", |w| w.field(1, "a", "I", &[u2(&[2, 0, 0])])),
    ("Duplicate ConstantValue attribute in class file T", |w| {
        let value = w.int(3);
        let attribute = w.attribute("ConstantValue", &u2(&[value]));
        w.field(9, "a", "I", &[attribute.clone(), attribute]);
    }),
    ("Invalid ConstantValue field attribute length 3 in class file T", |w| {
        let attribute = w.attribute("ConstantValue", &[0, 0, 0]);
        w.field(9, "a", "I", &[attribute]);
    }),
    ("Bad initial value index 999 in ConstantValue attribute in class file T", |w| {
        let attribute = w.attribute("ConstantValue", &u2(&[999]));
        w.field(9, "a", "I", &[attribute]);
    }),
    ("Inconsistent constant value type in class file T", |w| {
        let value = w.int(3);
        let attribute = w.attribute("ConstantValue", &u2(&[value]));
        w.field(9, "a", "J", &[attribute]);
    }),
    ("Bad string initial value in class file T", |w| {
        let value = w.int(3);
        let attribute = w.attribute("ConstantValue", &u2(&[value]));
        w.field(9, "a", "Ljava/lang/String;", &[attribute]);
    }),
    ("Unable to set initial value 5 in class file T", |w| {
        let value = w.int(3);
        let attribute = w.attribute("ConstantValue", &u2(&[value]));
        w.field(9, "a", "[I", &[attribute]);
    }),
    ("Invalid Synthetic field attribute length 1 in class file T", |w| {
        let attribute = w.attribute("Synthetic", &[0]);
        w.field(1, "a", "I", &[attribute]);
    }),
    ("Invalid Deprecated field attribute length 1 in class file T", |w| {
        let attribute = w.attribute("Deprecated", &[0]);
        w.field(1, "a", "I", &[attribute]);
    }),
    ("Multiple Signature attributes for field in class file T", |w| {
        let attribute = w.attribute("Signature", &u2(&[1]));
        w.field(1, "a", "I", &[attribute.clone(), attribute]);
    }),
    ("Wrong size 3 for field's Signature attribute in class file T", |w| {
        let attribute = w.attribute("Signature", &[0, 1, 0]);
        w.field(1, "a", "I", &[attribute]);
    }),
    ("Invalid Signature attribute at constant pool index 2 in class file T", |w| {
        let attribute = w.attribute("Signature", &u2(&[2]));
        w.field(1, "a", "I", &[attribute]);
    }),
    ("Multiple RuntimeVisibleAnnotations attributes for field in class file T", |w| {
        let attribute = w.attribute("RuntimeVisibleAnnotations", &[0, 0]);
        w.field(1, "a", "I", &[attribute.clone(), attribute]);
    }),
    ("Multiple RuntimeInvisibleTypeAnnotations attributes for field in class file T", |w| {
        let attribute = w.attribute("RuntimeInvisibleTypeAnnotations", &[0, 0]);
        w.field(1, "a", "I", &[attribute.clone(), attribute]);
    }),
    // Methods.
    ("Method m in class T has illegal modifiers: 0x402", |w| w.method(0x402, "m", "()V", &[])),
    ("Method m in class T has illegal modifiers: 0x6", |w| w.method(6, "m", "()V", &[])),
    ("Method <init> in class T has illegal modifiers: 0x10", |w| w.method(0x10, "<init>", "()V", &[])),
    ("Method m in class T has illegal modifiers: 0x400", |w| {
        w.access = 0x601;
        w.method(0x400, "m", "()V", &[]);
    }),
    ("Method m in class T has illegal modifiers: 0x9", |w| {
        (w.access, w.major) = (0x601, 51);
        w.method(9, "m", "()V", &[]);
    }),
    ("Method m in class T has illegal modifiers: 0xC01", |w| {
        w.major = 60;
        w.method(0xc01, "m", "()V", &[]);
    }),
    ("Method <clinit> is not static in class file T", |w| w.method(0, "<clinit>", "()V", &[])),
    ("Interface cannot have a method named <init>, class file T", |w| {
        w.access = 0x601;
        w.method(1, "<init>", "()V", &[]);
    }),
    ("Illegal method name \"a.b\" in class T", |w| w.method(1, "a.b", "()V", &[])),
    ("Illegal constant pool index 2 for method name in class file T", |w| {
        w.methods.push(u2(&[1, 2, 1, 0]));
    }),
    ("Illegal constant pool index 2 for method signature in class file T", |w| {
        w.methods.push(u2(&[1, 1, 2, 0]));
    }),
    ("Method \"m\" in class T has illegal signature \"()\"", |w| w.method(1, "m", "()", &[])),
    ("Too many arguments in method signature in class file T", |w| {
        w.method(0x101, "m", &format!("({}I)V", "J".repeat(127)), &[]);
    }),
    ("Duplicate method name \"m\" with signature \"()V\" in class file T", |w| {
        w.method_with_attributes(&[]);
        w.method_with_attributes(&[]);
    }),
    ("Invalid method attribute name index 2 in class file T", |w| {
        w.method(0x401, "m", "()V", &[u2(&[2, 0, 0])]);
    }),
    ("Absent Code attribute in method that is not native or abstract in class file T", |w| {
        w.method(1, "m", "()V", &[]);
    }),
    ("Code attribute in native or abstract methods in class file T", |w| {
        let code = w.return_code();
        w.method(0x100, "m", "()V", &[code]);
    }),
    ("Multiple Code attributes in class file T", |w| {
        let code = w.return_code();
        w.method(8, "m", "()V", &[code.clone(), code]);
    }),
    ("Arguments can't fit into locals in class file T", |w| {
        let code = w.return_code();
        w.method(0, "m", "(I)V", &[code]);
    }),
    ("Invalid method Code length 0 in class file T", |w| {
        let code = w.attribute("Code", &ClassWriter::code_contents(0, 0, &[], &[], &[]));
        w.method(8, "m", "()V", &[code]);
    }),
    ("Invalid method Code length 65536 in class file T", |w| {
        let code = w.attribute("Code", &ClassWriter::code_contents(0, 0, &[0; 65536], &[], &[]));
        w.method(8, "m", "()V", &[code]);
    }),
    ("Code segment has wrong length in class file T", |w| {
        let contents = ClassWriter::code_contents(0, 0, &[0xb1], &[], &[]);
        let code = w.attribute_of_length("Code", contents.len() as u32 + 1, &contents);
        w.method(8, "m", "()V", &[code]);
    }),
    ("Illegal exception table range in class file T", |w| {
        let code = w.attribute("Code", &ClassWriter::code_contents(1, 0, &[0, 0xb1], &[[1, 1, 0, 0]], &[]));
        w.method(8, "m", "()V", &[code]);
    }),
    ("Illegal exception table range in class file T", |w| {
        let code = w.attribute("Code", &ClassWriter::code_contents(1, 0, &[0, 0xb1], &[[0, 3, 0, 0]], &[]));
        w.method(8, "m", "()V", &[code]);
    }),
    ("Illegal exception table handler in class file T", |w| {
        let code = w.attribute("Code", &ClassWriter::code_contents(1, 0, &[0, 0xb1], &[[0, 1, 2, 0]], &[]));
        w.method(8, "m", "()V", &[code]);
    }),
    ("Catch type in exception table has bad constant type in class file T", |w| {
        let code = w.attribute("Code", &ClassWriter::code_contents(1, 0, &[0, 0xb1], &[[0, 1, 1, 1]], &[]));
        w.method(8, "m", "()V", &[code]);
    }),
    ("Invalid code attribute name index 2 in class file T", |w| {
        w.method_with_code_attributes(&[u2(&[2, 0, 0])]);
    }),
    ("LineNumberTable attribute has wrong length in class file T", |w| {
        w.method_with_code_attribute("LineNumberTable", &u2(&[1, 0, 5, 5]));
    }),
    ("Invalid pc in LineNumberTable in class file T", |w| {
        w.method_with_code_attribute("LineNumberTable", &u2(&[1, 2, 5]));
    }),
    ("LocalVariableTable has wrong length in class file T", |w| {
        w.method_with_code_attribute("LocalVariableTable", &u2(&[1, 0, 1, 1]));
    }),
    ("Invalid start_pc 2 in LocalVariableTable in class file T", |w| {
        w.method_with_code_attribute("LocalVariableTable", &u2(&[1, 2, 0, 1, 1, 0]));
    }),
    ("Invalid length 3 in LocalVariableTypeTable in class file T", |w| {
        w.method_with_code_attribute("LocalVariableTypeTable", &u2(&[1, 0, 3, 1, 1, 0]));
    }),
    ("Name index 2 in LocalVariableTable has bad constant type in class file T", |w| {
        w.method_with_code_attribute("LocalVariableTable", &u2(&[1, 0, 1, 2, 1, 0]));
    }),
    ("Signature index 2 in LocalVariableTable has bad constant type in class file T", |w| {
        w.method_with_code_attribute("LocalVariableTable", &u2(&[1, 0, 1, 1, 2, 0]));
    }),
    ("Field \"T\" in class T has illegal signature \"T\"", |w| {
        w.method_with_code_attribute("LocalVariableTable", &u2(&[1, 0, 1, 1, 1, 0]));
    }),
    ("Invalid index 1 in LocalVariableTable in class file T", |w| {
        let long = w.utf8("J");
        w.method_with_code_attribute("LocalVariableTable", &u2(&[1, 0, 1, 1, long, 1]));
    }),
    ("Duplicated LocalVariableTable attribute entry for 'T' in class file T", |w| {
        let int = w.utf8("I");
        w.method_with_code_attribute("LocalVariableTable", &u2(&[2, 0, 1, 1, int, 0, 0, 1, 1, int, 0]));
    }),
    ("LVTT entry for 'T' in class file T does not match any LVT entry", |w| {
        let int = w.utf8("I");
        let variables = w.attribute("LocalVariableTable", &u2(&[1, 0, 1, 1, int, 0]));
        let types = w.attribute("LocalVariableTypeTable", &u2(&[1, 0, 1, 1, int, 1]));
        w.method_with_code_attributes(&[variables, types]);
    }),
    ("Duplicated LocalVariableTypeTable attribute entry for 'T' in class file T", |w| {
        let int = w.utf8("I");
        let variables = w.attribute("LocalVariableTable", &u2(&[1, 0, 1, 1, int, 0]));
        let types = w.attribute("LocalVariableTypeTable", &u2(&[1, 0, 1, 1, int, 0]));
        w.method_with_code_attributes(&[variables, types.clone(), types]);
    }),
    ("Multiple StackMapTable attributes in class file T", |w| {
        let map = w.attribute("StackMapTable", &[0, 0]);
        w.method_with_code_attributes(&[map.clone(), map]);
    }),
    ("Multiple Exceptions attributes in class file T", |w| {
        let exceptions = w.attribute("Exceptions", &u2(&[0]));
        w.method_with_attributes(&[exceptions.clone(), exceptions]);
    }),
    ("Exception name has bad type at constant pool 1 in class file T", |w| {
        let exceptions = w.attribute("Exceptions", &u2(&[1, 1]));
        w.method_with_attributes(&[exceptions]);
    }),
    ("Exceptions attribute has wrong length in class file T", |w| {
        let exceptions = w.attribute_of_length("Exceptions", 6, &u2(&[1, 2]));
        w.method_with_attributes(&[exceptions]);
    }),
    ("Multiple MethodParameters attributes in class file T", |w| {
        let parameters = w.attribute("MethodParameters", &[0]);
        w.method_with_attributes(&[parameters.clone(), parameters]);
    }),
    ("Invalid MethodParameters method attribute length 2 in class file", |w| {
        let parameters = w.attribute("MethodParameters", &[0, 0]);
        w.method_with_attributes(&[parameters]);
    }),
    ("Invalid Synthetic method attribute length 1 in class file T", |w| {
        let attribute = w.attribute("Synthetic", &[0]);
        w.method_with_attributes(&[attribute]);
    }),
    ("Invalid Deprecated method attribute length 1 in class file T", |w| {
        let attribute = w.attribute("Deprecated", &[0]);
        w.method_with_attributes(&[attribute]);
    }),
    ("Multiple Signature attributes for method in class file T", |w| {
        let attribute = w.attribute("Signature", &u2(&[1]));
        w.method_with_attributes(&[attribute.clone(), attribute]);
    }),
    ("Invalid Signature attribute length 4 in class file T", |w| {
        let attribute = w.attribute("Signature", &u2(&[1, 1]));
        w.method_with_attributes(&[attribute]);
    }),
    ("Multiple RuntimeVisibleParameterAnnotations attributes for method in class file T", |w| {
        let attribute = w.attribute("RuntimeVisibleParameterAnnotations", &[0]);
        w.method_with_attributes(&[attribute.clone(), attribute]);
    }),
    ("Multiple RuntimeInvisibleParameterAnnotations attributes for method in class file T", |w| {
        let attribute = w.attribute("RuntimeInvisibleParameterAnnotations", &[0]);
        w.method_with_attributes(&[attribute.clone(), attribute]);
    }),
    ("Multiple AnnotationDefault attributes for method in class file T", |w| {
        let attribute = w.attribute("AnnotationDefault", &[b's', 0, 1]);
        w.method_with_attributes(&[attribute.clone(), attribute]);
    }),
    ("Multiple RuntimeInvisibleAnnotations attributes for method in class file T", |w| {
        let attribute = w.attribute("RuntimeInvisibleAnnotations", &[0, 0]);
        w.method_with_attributes(&[attribute.clone(), attribute]);
    }),
    // Attributes of the class.
    ("Attribute name has bad constant pool index 2 in class file T", |w| {
        w.attributes.push(u2(&[2, 0, 0]));
    }),
    ("Wrong SourceFile attribute length in class file T", |w| w.add_attribute("SourceFile", &[0, 1, 0])),
    ("Multiple SourceFile attributes in class file T", |w| {
        w.add_attribute("SourceFile", &u2(&[1]));
        w.add_attribute("SourceFile", &u2(&[1]));
    }),
    ("Invalid SourceFile attribute at constant pool index 2 in class file T", |w| {
        w.add_attribute("SourceFile", &u2(&[2]));
    }),
    ("Multiple SourceDebugExtension attributes in class file T", |w| {
        w.add_attribute("SourceDebugExtension", b"x");
        w.add_attribute("SourceDebugExtension", b"");
    }),
    ("Invalid Synthetic classfile attribute length 1 in class file T", |w| {
        w.add_attribute("Synthetic", &[0]);
    }),
    ("Invalid Deprecated classfile attribute length 1 in class file T", |w| {
        w.add_attribute("Deprecated", &[0]);
    }),
    ("Multiple Signature attributes in class file T", |w| {
        w.add_attribute("Signature", &u2(&[1]));
        w.add_attribute("Signature", &u2(&[1]));
    }),
    ("Wrong Signature attribute length 0 in class file T", |w| w.add_attribute("Signature", &[])),
    ("Invalid constant pool index 2 in Signature attribute in class file T", |w| {
        w.add_attribute("Signature", &u2(&[2]));
    }),
    ("Multiple RuntimeVisibleAnnotations attributes in class file T", |w| {
        w.add_attribute("RuntimeVisibleAnnotations", &[0, 0]);
        w.add_attribute("RuntimeVisibleAnnotations", &[0, 0]);
    }),
    ("Multiple RuntimeVisibleTypeAnnotations attributes in class file T", |w| {
        w.add_attribute("RuntimeVisibleTypeAnnotations", &[0, 0]);
        w.add_attribute("RuntimeVisibleTypeAnnotations", &[0, 0]);
    }),
    ("Multiple EnclosingMethod attributes in class file T", |w| {
        w.add_attribute("EnclosingMethod", &u2(&[2, 0]));
        w.add_attribute("EnclosingMethod", &u2(&[2, 0]));
    }),
    ("Wrong EnclosingMethod attribute length 2 in class file T", |w| {
        w.add_attribute("EnclosingMethod", &u2(&[2]));
    }),
    ("Invalid class index in EnclosingMethod attribute in class file T", |w| {
        w.add_attribute("EnclosingMethod", &u2(&[0, 0]));
    }),
    ("Invalid or out-of-bounds class index in EnclosingMethod attribute in class file T", |w| {
        w.add_attribute("EnclosingMethod", &u2(&[1, 0]));
    }),
    ("Invalid or out-of-bounds method index in EnclosingMethod attribute in class file T", |w| {
        w.add_attribute("EnclosingMethod", &u2(&[2, 1]));
    }),
    ("Multiple BootstrapMethods attributes in class file T", |w| {
        w.add_attribute("BootstrapMethods", &u2(&[0]));
        w.add_attribute("BootstrapMethods", &u2(&[0]));
    }),
    ("Invalid BootstrapMethods attribute length 1 in class file T", |w| {
        w.add_attribute("BootstrapMethods", &[0]);
    }),
    ("Short length on BootstrapMethods in class file T", |w| {
        let nat = w.name_and_type("a", "()V");
        w.indices(18, &[1, nat]);
        w.add_attribute("BootstrapMethods", &u2(&[1, 1, 0]));
    }),
    ("Missing BootstrapMethods attribute in class file T", |w| {
        let nat = w.name_and_type("a", "()V");
        w.indices(18, &[0, nat]);
    }),
    ("bootstrap_method_index 1 has bad constant type in class file T", |w| {
        w.add_attribute("BootstrapMethods", &u2(&[1, 1, 0]));
    }),
    ("argument_index 1 has bad constant type in class file T", |w| {
        let r = w.member_ref(10, "T", "b", "()V");
        let handle = w.method_handle(6, r);
        w.add_attribute("BootstrapMethods", &u2(&[1, handle, 1, 1]));
    }),
    (
        "Invalid BootstrapMethods num_bootstrap_methods or num_bootstrap_arguments value in class file T",
        |w| {
            let r = w.member_ref(10, "T", "b", "()V");
            let handle = w.method_handle(6, r);
            w.add_attribute("BootstrapMethods", &u2(&[1, handle, 3, 2]));
        },
    ),
    ("Bad length on BootstrapMethods in class file T", |w| {
        let r = w.member_ref(10, "T", "b", "()V");
        let handle = w.method_handle(6, r);
        w.add_attribute("BootstrapMethods", &u2(&[1, handle, 0, 2]));
    }),
    ("Multiple InnerClasses attributes in class file T", |w| {
        w.add_attribute("InnerClasses", &u2(&[0]));
        w.add_attribute("InnerClasses", &u2(&[0]));
    }),
    ("inner_class_info_index 1 has bad constant type in class file T", |w| {
        w.add_attribute("InnerClasses", &u2(&[1, 1, 0, 0, 0]));
    }),
    ("outer_class_info_index 1 has bad constant type in class file T", |w| {
        w.add_attribute("InnerClasses", &u2(&[1, 2, 1, 0, 0]));
    }),
    ("Outer class is an array class in class file T", |w| {
        let array = w.class("[I");
        w.add_attribute("InnerClasses", &u2(&[1, 2, array, 0, 0]));
    }),
    ("inner_name_index 2 has bad constant type in class file T", |w| {
        w.add_attribute("InnerClasses", &u2(&[1, 2, 0, 2, 0]));
    }),
    ("Class is both outer and inner class in class file T", |w| {
        w.add_attribute("InnerClasses", &u2(&[1, 2, 2, 0, 0]));
    }),
    ("Illegal class modifiers in class T: 0x200", |w| {
        w.add_attribute("InnerClasses", &u2(&[1, 2, 0, 0, 0x200]));
    }),
    ("Duplicate entry in InnerClasses attribute in class file T", |w| {
        w.add_attribute("InnerClasses", &u2(&[2, 2, 4, 1, 1, 2, 4, 1, 1]));
    }),
    ("Wrong InnerClasses attribute length in class file T", |w| {
        w.add_attribute("InnerClasses", &u2(&[1, 2, 4, 1, 1, 9]));
    }),
    ("Multiple NestMembers attributes in class file T", |w| {
        w.add_attribute("NestMembers", &u2(&[0]));
        w.add_attribute("NestMembers", &u2(&[0]));
    }),
    ("Conflicting NestHost and NestMembers attributes in class file T", |w| {
        w.add_attribute("NestHost", &u2(&[4]));
        w.add_attribute("NestMembers", &u2(&[0]));
    }),
    ("Conflicting NestMembers and NestHost attributes in class file T", |w| {
        w.add_attribute("NestMembers", &u2(&[0]));
        w.add_attribute("NestHost", &u2(&[4]));
    }),
    ("Multiple NestHost attributes in class file T", |w| {
        w.add_attribute("NestHost", &u2(&[4]));
        w.add_attribute("NestHost", &u2(&[4]));
    }),
    ("Wrong NestHost attribute length in class file T", |w| w.add_attribute("NestHost", &u2(&[4, 4]))),
    ("Nest-host class_info_index 1 has bad constant type in class file T", |w| {
        w.add_attribute("NestHost", &u2(&[1]));
    }),
    ("Nest member class_info_index 1 has bad constant type in class file T", |w| {
        w.add_attribute("NestMembers", &u2(&[1, 1]));
    }),
    ("Wrong NestMembers attribute length in class file T", |w| {
        w.add_attribute("NestMembers", &u2(&[1, 4, 4]));
    }),
    ("Multiple Record attributes in class file T", |w| {
        w.add_attribute("Record", &u2(&[0]));
        w.add_attribute("Record", &u2(&[0]));
    }),
    ("Invalid constant pool index 2 for name in Record attribute in class file T", |w| {
        w.add_attribute("Record", &u2(&[1, 2, 1, 0]));
    }),
    ("Invalid constant pool index 2 for descriptor in Record attribute in class file T", |w| {
        w.add_attribute("Record", &u2(&[1, 1, 2, 0]));
    }),
    ("Field \"T\" in class T has illegal signature \"T\"", |w| {
        w.add_attribute("Record", &u2(&[1, 1, 1, 0]));
    }),
    ("Invalid Record attribute name index 2 in class file T", |w| {
        let int = w.utf8("I");
        w.add_attribute("Record", &u2(&[1, 1, int, 1, 2, 0, 0]));
    }),
    ("Multiple Signature attributes for Record component in class file T", |w| {
        let (int, signature) = (w.utf8("I"), w.utf8("Signature"));
        w.add_attribute("Record", &u2(&[1, 1, int, 2, signature, 0, 2, int, signature, 0, 2, int]));
    }),
    ("Invalid Signature attribute length 4 in Record component in class file T", |w| {
        let (int, signature) = (w.utf8("I"), w.utf8("Signature"));
        w.add_attribute("Record", &u2(&[1, 1, int, 1, signature, 0, 4, int, int]));
    }),
    ("Multiple RuntimeVisibleAnnotations attributes for Record component in class file T", |w| {
        let (int, name) = (w.utf8("I"), w.utf8("RuntimeVisibleAnnotations"));
        w.add_attribute("Record", &u2(&[1, 1, int, 2, name, 0, 2, 0, name, 0, 2, 0]));
    }),
    ("Record attribute has wrong length in class file T", |w| w.add_attribute("Record", &u2(&[0, 0]))),
    ("Multiple PermittedSubclasses attributes in class file T", |w| {
        w.add_attribute("PermittedSubclasses", &u2(&[1, 4]));
        w.add_attribute("PermittedSubclasses", &u2(&[1, 4]));
    }),
    ("PermittedSubclasses attribute in final class file T", |w| {
        w.access |= 0x10;
        w.add_attribute("PermittedSubclasses", &u2(&[1, 4]));
    }),
    ("Permitted subclass class_info_index 1 has bad constant type in class file T", |w| {
        w.add_attribute("PermittedSubclasses", &u2(&[1, 1]));
    }),
    ("Wrong PermittedSubclasses attribute length in class file T", |w| {
        w.add_attribute("PermittedSubclasses", &u2(&[1, 4, 4]));
    }),
];

/// Classes that break no rule, though they look as if.
pub const LEGAL: &[Build] = &[
    |_| {},
    // A cycle of InnerClasses entries only makes the attribute ignored.
    |w| w.add_attribute("InnerClasses", &u2(&[2, 2, 4, 1, 1, 4, 2, 1, 1])),
    // Attributes of later versions are unknown to earlier ones.
    |w| {
        w.major = 54;
        w.add_attribute("NestHost", &u2(&[1, 1]));
        w.add_attribute("Record", &[]);
        w.add_attribute("PermittedSubclasses", &[7]);
    },
    |w| {
        w.major = 48;
        w.add_attribute("Signature", &[]);
        w.add_attribute("EnclosingMethod", &[]);
    },
    // A ConstantValue of an instance field is ignored.
    |w| {
        let attribute = w.attribute("ConstantValue", &[0, 0, 0]);
        w.field(1, "a", "I", &[attribute]);
    },
    // Repeated debug tables together are one table.
    |w| {
        let int = w.utf8("I");
        let lines = w.attribute("LineNumberTable", &u2(&[1, 0, 7]));
        let one = w.attribute("LocalVariableTable", &u2(&[1, 0, 1, 1, int, 0]));
        let two = w.attribute("LocalVariableTable", &u2(&[1, 0, 1, 1, int, 1]));
        w.method_with_code_attributes(&[lines.clone(), one, lines, two]);
    },
    // Before version 51 the flags of <clinit> are ignored, and it may have any descriptor.
    |w| {
        w.major = 50;
        let code = w.return_code();
        w.method(0x10f0, "<clinit>", "()V", &[code]);
    },
];

/// The class file of a case.
pub fn build(case: Build) -> Vec<u8> {
    let mut writer = ClassWriter::new();
    case(&mut writer);
    writer.finish()
}
