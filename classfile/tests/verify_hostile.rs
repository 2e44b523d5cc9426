//! Classes made to exhaust a verifier: each must be judged, one way or the other, in bounded time and memory.

mod common;

use classfile::verify::{infer_types, verify_class};
use common::{World, asm};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// What one class may take, in a build with little optimisation on a loaded machine.
const LIMIT: Duration = Duration::from_secs(30);

/// Assembles a class with this one method, and verifies it by both verifiers.
fn judge(name: &str, method: &str) {
    let source = format!("class java/lang/Object\nclass java/lang/Throwable\nclass H/{name}\n{method}");
    let classes = asm::assemble(&source);
    let mut world = World::default();
    let parsed: Vec<_> =
        classes.iter().map(|class| common::parse(&class.bytes).expect("it parses")).collect();
    parsed.iter().for_each(|cf| world.add(cf));
    world.end_at(b"java/lang/Object");
    let cf = &parsed[2];
    for what in ["checked", "inferred"] {
        let start = Instant::now();
        let mut view = world.view(cf.this_class_name());
        let verdict =
            if what == "checked" { verify_class(cf, &mut view) } else { infer_types(cf, &mut view) };
        let verdict =
            verdict.map_err(|failure| failure.message.lines().next().unwrap_or_default().to_owned());
        println!("{name} {what} in {:?}: {verdict:?}", start.elapsed());
        assert!(start.elapsed() < LIMIT, "{name} {what}");
    }
}

fn bytes(values: impl IntoIterator<Item = u8>) -> String {
    values.into_iter().fold(".byte".to_owned(), |mut text, value| {
        write!(text, " {value}").expect("text");
        text
    })
}

/// Stores that alternate in type, below thousands of handlers with thousands of locals.
#[test]
fn many_handlers_and_changes() {
    let (stores, handlers, locals) = (8000, 8000, 8000_u16);
    let mut method = format!("method m ()V static stack 1 locals {locals}\n");
    for store in 0..stores {
        method += if store % 2 == 0 { "iconst_0\nistore 7\n" } else { "fconst_0\nfstore 7\n" };
    }
    let end = stores * 3;
    method += "return\n";
    for _ in 0..handlers {
        method += "pop\nreturn\n";
    }
    // The first handler has a full frame of tops, the others the same locals.
    let [high, low] = ((end + 1) as u16).to_be_bytes();
    write!(method, ".rawmap {} {} 255 {high} {low}", handlers >> 8, handlers & 255).expect("text");
    write!(method, " {} {}{}", locals >> 8, locals & 255, " 0".repeat(locals.into())).expect("text");
    // Throwable is the class constant that the handlers catch; the pool has it where the first use put it.
    let catch = 8;
    write!(method, " 0 1 7 0 {catch}").expect("text");
    for _ in 1..handlers {
        write!(method, " 65 7 0 {catch}").expect("text");
    }
    method += "\n";
    for handler in 0..handlers {
        writeln!(method, ".catch 0 {end} {} java/lang/Throwable", end + 1 + handler * 2).expect("text");
    }
    judge("many_handlers", &(method + "end\n"));
}

/// Frames that drop and add one of 65535 locals in turn: each is large, and stands in a few bytes.
#[test]
fn many_large_frames() {
    let frames = 20000;
    let mut method = format!("method m ()V static stack 1 locals 65535\n{}\nreturn\n", bytes([0; 20000]));
    write!(
        method,
        ".rawmap {} {} 255 0 0 255 255{} 0 0",
        (frames >> 8) & 255,
        frames & 255,
        " 0".repeat(65535)
    )
    .expect("text");
    for frame in 1..frames {
        method += if frame % 2 == 1 { " 250 0 0" } else { " 252 0 0 0" };
    }
    judge("large_frames", &(method + "\nend\n"));
}

/// Branches whose targets have 65535 locals, all but one compared with top.
#[test]
fn many_large_branches() {
    let branches = 8000;
    let mut method = "method m (I)V static stack 1 locals 65535\n".to_owned();
    for _ in 0..branches {
        method += "iload_0\nifne @out\n";
    }
    method += "out:\nreturn\n";
    let out = (branches * 4) as u16;
    let [high, low] = out.to_be_bytes();
    write!(method, ".rawmap 0 1 255 {high} {low} 255 255{} 0 0\nend\n", " 0".repeat(65535)).expect("text");
    judge("large_branches", &method);
}

/// A switch with thousands of targets that differ in turn.
#[test]
fn large_switch() {
    let keys = 8000_u32;
    let mut code = vec![0xaa, 0, 0];
    let end = 12 + 4 * keys + 3;
    code.extend(end.to_be_bytes());
    code.extend(0_u32.to_be_bytes());
    code.extend((keys - 1).to_be_bytes());
    (0..keys).for_each(|key| code.extend((end + key % 2).to_be_bytes()));
    let mut method =
        format!("method m (I)V static stack 1 locals 65535\niload_0\n{}\nnop\nreturn\n", bytes(code));
    let [_, _, high, low] = (end + 1).to_be_bytes();
    write!(method, ".rawmap 0 2 255 {high} {low} 255 255{} 0 0 0\nend\n", " 0".repeat(65535)).expect("text");
    judge("large_switch", &method);
}

/// Stores to a high local, each of which makes a new state of 65535 locals.
#[test]
fn many_large_states() {
    let mut method = "method m ()V static stack 1 locals 65535\n".to_owned();
    for store in 0..12000 {
        method +=
            if store % 2 == 0 { "iconst_0\nwide istore 65534\n" } else { "fconst_0\nwide fstore 65534\n" };
    }
    judge("large_states", &(method + "return\nend\n"));
}

/// Subroutines nested thousands deep.
#[test]
fn nested_subroutines() {
    let depth = 12000;
    let mut method = "method m ()V static stack 20000 locals 65535\n".to_owned();
    for _ in 0..depth {
        method += "jsr 4\nnop\n";
    }
    judge("nested_subroutines", &(method + "return\nend\n"));
}

/// One subroutine that is called from everywhere.
#[test]
fn busy_subroutine() {
    let calls = 15000;
    let mut method = "method m ()V static stack 4 locals 60\n".to_owned();
    for call in 0..calls {
        writeln!(method, "{}_0\n{}store 7\njsr @sub", ["iconst", "fconst"][call % 2], ["i", "f"][call % 2])
            .expect("text");
        if call * 6 > 32000 - 100 {
            break;
        }
    }
    judge("busy_subroutine", &(method + "return\nsub:\nastore_0\nret 0\nend\n"));
}

/// Jumps that go backwards through the whole method, so that each pass finds one more instruction.
#[test]
fn backward_chain() {
    let jumps = 15000;
    let mut method = "method m ()V static stack 1 locals 1\ngoto_w @start\nreturn\nnop\nnop\n".to_owned();
    for _ in 0..jumps {
        method += "goto -3\n";
    }
    judge("backward_chain", &(method + "start:\ngoto -3\nend\n"));
}

/// Thousands of objects created and initialized with all locals watched.
#[test]
fn many_constructions() {
    let mut method = "method m ()V static stack 2 locals 65535\n".to_owned();
    for _ in 0..7000 {
        method += "new class:java/lang/Object\ndup\ninvokespecial method:java/lang/Object.<init>:()V\npop\n";
    }
    judge("many_constructions", &(method + "return\nend\n"));
}
