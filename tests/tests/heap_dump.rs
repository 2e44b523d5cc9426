//! Heap dumps of `gc/HeapDumper`, read by an independent reader and compared with HotSpot's of the same program.

use excelsa_tests::exec::End;
use excelsa_tests::hprof::{Class, Dump, Frame, Object, Value};
use excelsa_tests::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

const PROGRAM: &str = "gc/HeapDumper";
const CLASSES: [&str; 8] = [
    "HeapDumper",
    "HeapDumper$Node",
    "HeapDumper$Sub",
    "HeapDumper$Empty",
    "HeapDumper$Garbage",
    "[LHeapDumper$Node;",
    "[LHeapDumper$Empty;",
    "[[I",
];

/// The live and the whole dump of one VM.
struct Dumps {
    live: Dump,
    all: Dump,
}

fn dumps(hotspot: bool) -> Dumps {
    let suite = Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite");
    let (outcome, folder) = suite.run(PROGRAM, hotspot, &[], &[]).expect("a run");
    assert_eq!(outcome.end, End::Exit(0), "{}", String::from_utf8_lossy(&outcome.stderr));
    let read = |name: &str| Dump::read(&folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    Dumps { live: read("live.hprof"), all: read("all.hprof") }
}

fn ours() -> &'static Dumps {
    static OURS: OnceLock<Dumps> = OnceLock::new();
    OURS.get_or_init(|| dumps(false))
}

fn hotspots() -> &'static Dumps {
    static HOTSPOTS: OnceLock<Dumps> = OnceLock::new();
    HOTSPOTS.get_or_init(|| dumps(true))
}

fn class<'a>(d: &'a Dump, name: &str) -> (u64, &'a Class) {
    d.class_named(name).unwrap_or_else(|| panic!("{name} is missing"))
}

/// A value without what differs from run to run: references are shown by what they refer to.
fn show(d: &Dump, v: &Value) -> String {
    let Value::Object(id) = v else { return format!("{v:?}") };
    if *id == 0 {
        return "null".into();
    }
    if let Some(text) = d.text(*id) {
        return format!("{text:?}");
    }
    match d.objects.get(id) {
        Some(Object::Instance { class, .. }) => format!("a {}", d.classes[class].name),
        Some(Object::ObjectArray { class, elements }) => {
            let elements: Vec<String> = elements.iter().map(|e| show(d, &Value::Object(*e))).collect();
            format!("{} {elements:?}", d.classes[class].name)
        }
        Some(Object::PrimitiveArray { type_code, elements }) => format!("{type_code} {elements:?}"),
        None => format!("class {}", d.classes[id].name),
    }
}

#[test]
fn classes_are_hotspots() {
    let (a, b) = (&ours().live, &hotspots().live);
    for name in CLASSES {
        let ((_, x), (_, y)) = (class(a, name), class(b, name));
        assert_eq!(x.instance_size, y.instance_size, "size of {name}");
        let fields = |c: &Class| c.fields.iter().cloned().collect::<BTreeSet<_>>();
        assert_eq!(fields(x), fields(y), "fields of {name}");
        let superclass = |d: &Dump, c: &Class| d.classes.get(&c.superclass).map(|s| s.name.clone());
        assert_eq!(superclass(a, x), superclass(b, y), "superclass of {name}");
        let loader = |d: &Dump, c: &Class| show(d, &Value::Object(c.loader));
        assert_eq!(loader(a, x), loader(b, y), "loader of {name}");
        let statics = |d: &Dump, c: &Class| {
            let declared = c.statics.iter().filter(|(name, ..)| !name.starts_with('<'));
            declared.map(|(name, ty, v)| (name.clone(), (*ty, show(d, v)))).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(statics(a, x), statics(b, y), "statics of {name}");
    }
    for name in ["java/lang/String", "java/lang/Thread", "java/util/HashMap$Node", "java/lang/Class"] {
        let ((_, x), (_, y)) = (class(a, name), class(b, name));
        assert_eq!((x.instance_size, x.fields.len()), (y.instance_size, y.fields.len()), "{name}");
    }
}

#[test]
fn instances_are_hotspots() {
    let (a, b) = (&ours().live, &hotspots().live);
    for name in CLASSES {
        let values = |d: &Dump| {
            let mut all: Vec<String> = d
                .instances(class(d, name).0)
                .iter()
                .map(|id| match d.fields_of(*id) {
                    Ok(fields) => {
                        let fields: Vec<_> =
                            fields.iter().map(|(n, v)| format!("{n}={}", show(d, v))).collect();
                        fields.join(" ")
                    }
                    Err(_) => show(d, &Value::Object(*id)),
                })
                .collect();
            all.sort();
            all
        };
        let (x, y) = (values(a), values(b));
        assert_eq!(x.len(), y.len(), "instances of {name}");
        assert_eq!(x, y, "instances of {name}");
    }
    assert_eq!(a.instances(class(a, "HeapDumper$Node").0).len(), 51, "one is a local variable's");
    assert!(a.instances(class(a, "HeapDumper$Garbage").0).is_empty());
}

#[test]
fn garbage_is_in_the_whole_dump_only() {
    let d = &ours().all;
    assert_eq!(d.instances(class(d, "HeapDumper$Node").0).len(), 52);
    assert!(d.objects.len() > ours().live.objects.len());
}

/// Frames of the program and of the management classes.
fn trace(d: &Dump, thread: &str) -> Vec<Frame> {
    let mut frames = d.thread_named(thread).unwrap_or_else(|| panic!("no thread {thread}")).trace.clone();
    for f in &mut frames {
        // hidden classes are numbered
        if let Some(at) = f.class.find("$$Lambda") {
            f.class.truncate(at);
        }
    }
    frames
}

#[test]
fn threads_are_hotspots() {
    let (a, b) = (&ours().live, &hotspots().live);
    for name in ["main", "waiter", "Finalizer"] {
        assert_eq!(trace(a, name), trace(b, name), "trace of {name}");
    }
}

#[test]
fn frames_hold_their_locals() {
    let d = &ours().live;
    let main = d.thread_named("main").expect("the main thread");
    let inner = main.trace.iter().position(|f| f.method == "inner").expect("a frame") as u32;
    let nodes: Vec<u64> = d.instances(class(d, "HeapDumper$Node").0);
    let is_local = |id: &u64| d.fields_of(*id).is_ok_and(|f| f.get("a") == Some(&Value::Int(4711)));
    let local = nodes.into_iter().find(is_local).expect("the local variable's node");
    assert!(main.locals.contains(&(inner, local)));
    let (_, program) = class(d, "HeapDumper");
    let grid = program.statics.iter().find(|(n, ..)| n == "grid").map(|(_, _, v)| *v);
    let held: Vec<Value> = d.monitors.iter().map(|m| Value::Object(*m)).collect();
    assert!(held.contains(&grid.expect("a static field")), "the monitor that the main thread holds");
}

#[test]
fn roots_lead_to_nearly_everything() {
    let d = &ours().live;
    let reached = d.reachable();
    let lost = d.objects.keys().filter(|id| !reached.contains(id)).count();
    // the format has no place for fields of classes themselves, such as their names
    assert!(lost * 30 < d.objects.len(), "{lost} of {} objects are not reachable", d.objects.len());
    let program = d.instances(class(d, "HeapDumper$Sub").0);
    assert!(program.iter().all(|id| reached.contains(id)));
    let mut unknown = BTreeSet::new();
    for id in &reached {
        if !d.objects.contains_key(id) && !d.classes.contains_key(id) {
            unknown.insert(*id);
        }
    }
    assert!(unknown.is_empty(), "references to nothing: {unknown:x?}");
}
