//! Classes that break one rule each, and HotSpot 17's verdicts on them, messages included. With `BLESS=1` the
//! verdicts are asked from the installed `java` and stored.

mod common;

use classfile::verify::{FailureKind, verify_class};
use common::{World, asm};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// Stands for a verdict's end.
const END: &str = "\n%%\n";

fn file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify").join(name)
}

/// Asks `java`, and stores what it says.
fn bless(classes: &[asm::Assembled]) {
    let jdk = common::jdk().expect("a JDK to ask");
    let dir = common::temporary("violations");
    let mut list = String::new();
    for (number, class) in classes.iter().enumerate() {
        writeln!(list, "{number} {}", class.name).expect("a list");
        std::fs::write(dir.join(number.to_string()), &class.bytes).expect("a class file");
        let path = dir.join("classes").join(format!("{}.class", class.name));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, &class.bytes).expect("a class file");
    }
    std::fs::write(dir.join("list"), list).expect("the list");
    let verdicts = common::java_verdicts(&jdk, &dir, &[dir.join("classes")]);
    std::fs::remove_dir_all(dir).expect("the temporary folder goes");
    let mut text = String::new();
    for (number, class) in classes.iter().enumerate() {
        write!(text, "{}\n{}{END}", class.name, verdicts[&number.to_string()]).expect("a verdict");
    }
    std::fs::write(file("violations.txt"), text).expect("the verdicts");
}

/// Classes of the JDK that the tests refer to, in short.
const LIBRARY: &str = "
class java/lang/Object super java/lang/Object
method clone ()Ljava/lang/Object; flags 0x104
end
class java/lang/String
class java/lang/System
class java/io/PrintStream
class java/lang/Number
class java/lang/Integer super java/lang/Number
class java/lang/Long super java/lang/Number
class java/lang/Throwable
class java/lang/Exception super java/lang/Throwable
class java/lang/Error super java/lang/Throwable
class java/lang/Class
class java/lang/Runnable flags 0x601
class java/lang/Cloneable flags 0x601
class java/io/Serializable flags 0x601
";

#[test]
fn verdicts_are_hotspots() {
    let source = std::fs::read_to_string(file("violations.jasm")).expect("the source");
    let classes = asm::assemble(&source);
    if std::env::var_os("BLESS").is_some() {
        bless(&classes);
    }
    let stored = std::fs::read_to_string(file("violations.txt")).expect("the stored verdicts");
    let stored: HashMap<&str, &str> =
        stored.split_terminator(END).map(|verdict| verdict.split_once('\n').expect("a name")).collect();

    let library = asm::assemble(LIBRARY);
    let parsed: Vec<_> = classes.iter().map(|class| common::parse_named(&class.name, &class.bytes)).collect();
    let mut world = World::default();
    for class in &library {
        world.add(&common::parse(&class.bytes).expect("the library parses"));
    }
    world.end_at(b"java/lang/Object");
    parsed.iter().flatten().for_each(|cf| world.add(cf));

    let mut wrong = String::new();
    let mut refused = 0;
    for (class, parsed) in classes.iter().zip(&parsed) {
        let verdict = match parsed {
            Err(error) => format!("define {}\n{}", error.kind.class_name().replace('/', "."), error.message),
            Ok(cf) => match verify_class(cf, &mut world.view(class.name.as_bytes())) {
                Ok(()) => "ok".to_owned(),
                Err(failure) if failure.kind == FailureKind::Pending => {
                    "link java.lang.NoClassDefFoundError".to_owned()
                }
                Err(failure) => format!("link {}", failure.to_string().replacen(": ", "\n", 1)),
            },
        };
        refused += usize::from(verdict != "ok");
        let expected = stored.get(class.name.as_str()).copied().unwrap_or("nothing");
        if verdict != expected {
            write!(wrong, "{}: expected\n{expected}\n-- but found\n{verdict}\n\n", class.name)
                .expect("a text");
        }
        assert!(verdict == "ok" || !class.name.starts_with("good/"), "{}: {verdict}", class.name);
    }
    println!("{refused} of {} classes refused", classes.len());
    assert!(wrong.is_empty(), "{wrong}");
    assert!(refused >= 40);
}
