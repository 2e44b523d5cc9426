//! Reports in a browser: headless Chromium opens them, and a probe that is added to a copy looks at what a reader would see.

mod fake;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use fake::{Fake, read};

fn browser() -> PathBuf {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.iter().find_map(|name| excelsa_bench::jdk::on_path(name));
    found.expect(
        "this test needs Chromium: apt-get install --no-install-recommends chromium (.ci/prepare.sh does)",
    )
}

/// The document after its scripts and `probe` have run.
fn dom(page: &Path, probe: &str, options: &[&str]) -> String {
    let probed = page.with_extension("probed.html");
    let script = format!("<script>{{{probe}}}</script></body>");
    fs::write(&probed, read(page).replacen("</body>", &script, 1)).unwrap();
    let profile = tempfile::TempDir::new().unwrap();
    let mut chromium = Command::new("timeout");
    chromium.arg("60").arg(browser());
    chromium.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
    ]);
    chromium
        .args([
            "--disable-component-update",
            "--disable-extensions",
            "--dump-dom",
            "--virtual-time-budget=3000",
        ])
        .args(options);
    chromium.arg(format!("--user-data-dir={}", profile.path().display())).env("HOME", profile.path());
    let done = chromium.arg(format!("file://{}", probed.display())).output().unwrap();
    let dom = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(dom.contains("</html>"), "{}\n{}", done.status, String::from_utf8_lossy(&done.stderr));
    dom
}

/// What the probe wrote.
fn answer(dom: &str) -> serde_json::Value {
    let text = dom
        .split_once("<pre id=\"probe\">")
        .and_then(|(_, rest)| rest.split_once("</pre>"))
        .expect("the probe ran")
        .0;
    serde_json::from_str(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).unwrap()
}

/// Ends a probe: what it found becomes part of the document.
const WRITE: &str = "const out = document.createElement('pre'); out.id = 'probe'; out.textContent = JSON.stringify(found); document.body.append(out);";

fn comparison(fake: &Fake) -> PathBuf {
    let jvms = ["--jvm", "slow=java -Dns=20000000", "--jvm", "fast=java -Dns=5000000"];
    fake.run(
        &[&["compare", "Good", "Better", "Crash", "-q", "-n", "2", "--html", "r.html"][..], &jvms].concat(),
    )
    .expect(3);
    fake.path("r.html")
}

#[test]
fn charts_and_table_are_there_and_the_table_sorts() {
    let fake = Fake::new();
    let probe = "
        const table = document.getElementById('results'), heads = [...table.tHead.rows[0].cells];
        const times = () => [...table.tBodies[0].rows].map(r => r.cells[2].dataset.v);
        const click = name => heads.find(h => h.textContent === name).querySelector('button').click();
        const found = { charts: {}, before: times() };
        for (const name of ['bars', 'warmup', 'pauses'])
            found.charts[name] = [...document.querySelectorAll('.chart.' + name + ' svg')].map(s => [s.querySelectorAll('*').length, s.querySelector('title').textContent]);
        click('time'); found.up = times(); found.mark = heads[2].getAttribute('aria-sort');
        click('time'); found.down = times();
        click('JVM'); found.names = [...table.tBodies[0].rows].map(r => r.cells[1].textContent);
        const filter = document.getElementById('filter');
        filter.value = 'better fast'; filter.dispatchEvent(new Event('input'));
        found.shown = [...table.tBodies[0].rows].filter(r => !r.hidden).map(r => r.cells[0].textContent + r.cells[1].textContent);
        found.failures = document.querySelector('.failures').textContent;
        found.cards = document.querySelector('.cards').textContent;
        found.broken = document.querySelectorAll('About').length;";
    let found = answer(&dom(&comparison(&fake), &format!("{probe}{WRITE}"), &[]));
    for (name, least) in [("bars", 1), ("warmup", 2), ("pauses", 3)] {
        let charts = found["charts"][name].as_array().unwrap();
        assert!(charts.len() >= least, "{name}: {found}");
        assert!(
            charts.iter().all(|c| c[0].as_u64() > Some(20) && c[1].as_str() != Some("")),
            "{name}: {found}"
        );
    }
    let times = |key: &str| -> Vec<f64> {
        found[key].as_array().unwrap().iter().filter_map(|v| v.as_str()?.parse().ok()).collect()
    };
    let (before, up, down) = (times("before"), times("up"), times("down"));
    assert_eq!(
        (before.len(), found["up"][5].as_str(), found["down"][5].as_str()),
        (4, Some(""), Some("")),
        "{found}"
    );
    assert!(!before.is_sorted() && up.is_sorted(), "{found}");
    assert!(down.iter().rev().is_sorted(), "{found}");
    assert_eq!(found["mark"], "ascending");
    assert_eq!(found["names"], serde_json::json!(["fast", "fast", "fast", "slow", "slow", "slow"]));
    assert_eq!(found["shown"], serde_json::json!(["Betterfast"]));
    assert!(
        found["failures"].as_str().unwrap().contains("Crash on slow, in 2 of 2 processes: FAILED: signal 6"),
        "{found}"
    );
    assert!(found["cards"].as_str().unwrap().contains("times as fast"), "{found}");
    assert_eq!(found["broken"], 0);
}

#[test]
fn nothing_leaves_the_file() {
    let fake = Fake::new();
    let page = comparison(&fake);
    let text = read(&page).replace("http://www.w3.org/2000/svg", "");
    for part in ["http:", "https:", " src=", "url(", "@import", "<iframe", "<link rel=\"stylesheet\""] {
        assert!(!text.contains(part), "the report has {part}");
    }
    // The page asks for nothing, and its policy stops what somebody might add.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let probe = format!(
        "const found = {{ asked: performance.getEntriesByType('resource').map(e => e.name), stopped: 0 }};
        document.addEventListener('securitypolicyviolation', () => {{
            found.stopped++;
            document.getElementById('probe')?.remove();
            {WRITE}
        }});
        {WRITE}
        document.body.append(Object.assign(new Image(), {{ src: 'http://127.0.0.1:{port}/image' }}));
        fetch('http://127.0.0.1:{port}/data').catch(() => 0);"
    );
    let found = answer(&dom(&page, &probe, &[]));
    assert_eq!(found["asked"], serde_json::json!([]));
    assert_eq!(found["stopped"], 2, "{found}");
    assert!(listener.accept().is_err(), "a request left the file");
}

#[test]
fn readable_in_the_dark_and_on_a_phone() {
    let fake = Fake::new();
    let page = comparison(&fake);
    let probe = "
        const color = (e, what) => getComputedStyle(e)[what].match(/[\\d.]+/g).slice(0, 3).map(Number);
        const found = { wide: document.documentElement.scrollWidth, window: innerWidth, paper: color(document.body, 'backgroundColor'),
            texts: [...document.querySelectorAll('svg text, td, th, p, b')].map(e => color(e, e.closest('svg') ? 'fill' : 'color')) };";
    for (options, dark) in [
        (&["--window-size=400,800"][..], false),
        (&["--window-size=400,800", "--blink-settings=preferredColorScheme=0"], true),
    ] {
        let found = answer(&dom(&page, &format!("{probe}{WRITE}"), options));
        assert!(
            found["wide"].as_f64() <= found["window"].as_f64(),
            "it is wider than the window: {} {}",
            found["wide"],
            found["window"]
        );
        let paper = luminance(&found["paper"]);
        assert_eq!(paper < 0.2, dark, "{}", found["paper"]);
        for text in found["texts"].as_array().unwrap() {
            let (a, b) = (luminance(text).max(paper), luminance(text).min(paper));
            // WCAG's contrast for large text and graphics; text proper has more.
            assert!((a + 0.05) / (b + 0.05) >= 3.0, "{text} on {} cannot be read", found["paper"]);
        }
    }
}

/// WCAG 2's relative luminance of an sRGB colour.
fn luminance(color: &serde_json::Value) -> f64 {
    let part = |i: usize| {
        let c = color[i].as_f64().unwrap() / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
}

#[test]
fn a_sweep_has_its_map_and_names_the_best() {
    let fake = Fake::new();
    let flags = ["--flag", "Tier3InvocationThreshold=50,200", "--flag", "Tier4InvocationThreshold=500,5000"];
    fake.run(
        &[&["sweep", "Good", "--jvm", "java", "-q", "-n", "2", "--html", "s.html"][..], &flags].concat(),
    )
    .expect(0);
    let probe = "const found = { maps: [...document.querySelectorAll('.chart.heat svg')].map(s => s.textContent), best: document.querySelector('.best').textContent };";
    let found = answer(&dom(&fake.path("s.html"), &format!("{probe}{WRITE}"), &[]));
    assert!(found["maps"][0].as_str().unwrap().contains("0.54"), "{found}");
    assert_eq!(found["maps"].as_array().unwrap().len(), 2);
    assert!(
        found["best"]
            .as_str()
            .unwrap()
            .starts_with("Best setting: Tier3InvocationThreshold=200 Tier4InvocationThreshold=5000"),
        "{found}"
    );
    fake.run(&[
        "sweep",
        "Good",
        "--jvm",
        "java",
        "-q",
        "-n",
        "2",
        "--html",
        "c.html",
        "--flag",
        "Tier3InvocationThreshold=50,200",
    ])
    .expect(0);
    let probe = "const found = document.querySelector('.chart.curve svg').textContent;";
    let curve = answer(&dom(&fake.path("c.html"), &format!("{probe}{WRITE}"), &[]));
    assert!(curve.as_str().unwrap().contains("Tier3InvocationThreshold"), "{curve}");
}
