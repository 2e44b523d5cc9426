//! Goes over everything that a parsed class offers, for tests that ask for no panic and no hang.

use std::hint::black_box;

use classfile::annotation::{self, Annotation, ElementValue, Location, VmAnnotations};
use classfile::attribute::Annotations;
use classfile::bytecode::{Operands, instructions};
use classfile::descriptor::{FieldType, MethodDescriptor};
use classfile::{ClassFile, Method, mutf8};

/// Reads every part of the class.
pub fn exercise(class: &ClassFile<'_>) {
    let pool = &class.constant_pool;
    for (index, constant) in pool.iter() {
        black_box(constant);
        black_box((pool.class_name(index), pool.string(index), pool.member_ref(index)));
        black_box((pool.dynamic(index), pool.invoke_dynamic(index), pool.method_handle(index)));
        if let Some(text) = pool.utf8(index) {
            assert_eq!(mutf8::utf16_len(text), mutf8::to_utf16(text).len());
            black_box((FieldType::parse(text), mutf8::to_str(text).len(), mutf8::is_latin1(text)));
            if let Some(descriptor) = MethodDescriptor::parse(text) {
                assert_eq!(descriptor.parameters().count(), descriptor.parameter_count());
            }
        }
    }
    black_box((class.this_class_name(), class.super_class_name()));
    for field in &class.fields {
        walk_all(&field.annotations);
        black_box(VmAnnotations::find(field.annotations.visible, pool, Location::Field));
    }
    for method in &class.methods {
        exercise_method(class, method);
    }
    let attributes = &class.attributes;
    walk_all(&attributes.annotations);
    black_box(VmAnnotations::find(attributes.annotations.visible, pool, Location::Class));
    for method in attributes.bootstrap_methods.iter() {
        black_box((method.method_ref, method.arguments.iter().count()));
    }
    assert_eq!(attributes.bootstrap_methods.iter().count(), attributes.bootstrap_methods.len());
    black_box(attributes.inner_classes.iter().map(|inner| inner.flags().bits()).max());
    for list in [attributes.nest_members, attributes.permitted_subclasses].into_iter().flatten() {
        black_box(pool.class_names(list).flatten().count());
    }
    if let Some(record) = attributes.record {
        assert_eq!(record.components(pool).count(), record.len());
        record.components(pool).for_each(|component| walk_all(&component.annotations));
    }
    black_box(class.raw_attributes.iter(pool).map(|attribute| attribute.info.len()).sum::<usize>());
}

fn exercise_method(class: &ClassFile<'_>, method: &Method<'_>) {
    let pool = &class.constant_pool;
    walk_all(&method.annotations);
    for attribute in
        [method.visible_parameter_annotations, method.invisible_parameter_annotations].into_iter().flatten()
    {
        annotation::parameter_annotations(attribute).iter().flatten().for_each(|a| walk(a, 0));
    }
    if let Some(value) = method.annotation_default.and_then(annotation::annotation_default) {
        walk_value(value, 0);
    }
    black_box(method.parameters.map(|parameters| parameters.iter().count()));
    black_box(method.exceptions.map(|exceptions| exceptions.iter().count()));
    let Some(code) = &method.code else { return };
    for instruction in instructions(code.code).map_while(Result::ok) {
        assert!(instruction.next_bci() as usize <= code.code.len());
        instruction.for_each_target(|target| {
            black_box(target);
        });
        black_box(instruction.local_index());
        match instruction.operands {
            Operands::TableSwitch(switch) => {
                assert_eq!(switch.targets().count(), switch.len());
                black_box(switch.target(i32::MAX));
            }
            Operands::LookupSwitch(switch) => {
                black_box((switch.target(0), switch.pairs().count()));
            }
            _ => {}
        }
    }
    black_box(code.line_numbers(pool).len() + code.local_variables(pool).len());
    black_box(code.local_variable_types(pool).len() + code.exception_table.iter().count());
}

fn walk_all(annotations: &Annotations<'_>) {
    for attribute in [annotations.visible, annotations.invisible].into_iter().flatten() {
        annotation::annotations(attribute).for_each(|annotation| walk(&annotation, 0));
    }
}

fn walk(annotation: &Annotation<'_>, depth: usize) {
    for (name, value) in annotation.pairs() {
        black_box(name);
        walk_value(value, depth + 1);
    }
}

fn walk_value(value: ElementValue<'_>, depth: usize) {
    if depth > 50 {
        return;
    }
    match value {
        ElementValue::Annotation(annotation) => walk(&annotation, depth),
        ElementValue::Array(values) => values.iter().for_each(|value| walk_value(value, depth + 1)),
        other => {
            black_box(other);
        }
    }
}
