"""Runs the kernels and applications of tests/bench-jit.sh, and the cold runs of tests/bench-cold.sh, and prints their tables."""

import glob
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
import zipfile

ROOT = sys.argv[1]
WHAT = sys.argv[2]  # steady or cold
RUNS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
NAMES = sys.argv[4:]
BASE = os.path.join(ROOT, "target", "bench-jit")
JAVA = os.environ.get("JAVA", "java")
EXCELSA = os.path.abspath(os.environ.get("EXCELSA", os.path.join(ROOT, "target/release/excelsa")))
# Which of Steady's two times counts.
WALL = os.environ.get("METRIC", "cpu") == "wall"
WARMUP = int(os.environ.get("WARMUP", "3000"))
MACHINES = {
    "ours": [EXCELSA, *os.environ.get("OPTIONS", "").split()],
    "int": [EXCELSA, "-Xint"],
    "c1": [JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"],
    "hotspot": [JAVA],
}
JARS = "/usr/share/java/"
LUCENE = [f"{JARS}lucene-{part}-8.7.0.jar" for part in ("core", "analyzers-common", "queryparser", "queries", "sandbox", "backward-codecs")]
APPS = {
    "AppJavac": [],
    "AppEcj": [JARS + "eclipse-jdt-core.jar"],
    "AppH2": [JARS + "h2.jar"],
    "AppLucene": LUCENE,
    "AppClojure": [JARS + "clojure.jar", JARS + "spec.alpha.jar", JARS + "core.specs.alpha.jar"],
    "AppRhino": [JARS + "rhino.jar"],
}


def compile_all():
    """The class files of the harness, the kernels and those applications whose libraries are here."""
    classes = os.path.join(BASE, "classes")
    os.makedirs(classes, exist_ok=True)
    bench = os.path.join(ROOT, "bench/java")
    kernels = [f for f in glob.glob(bench + "/*.java") if os.path.basename(f) not in ("Demo.java", "HelloWorld.java")]
    subprocess.run(["javac", "-nowarn", "-d", classes, *kernels, bench + "/steady/Steady.java"], check=True)
    apps = []
    for name, jars in APPS.items():
        missing = [j for j in jars if not os.path.exists(j)]
        if missing:
            print(f"without {name}: {missing[0]} is missing, see tests/apps/install.sh")
            continue
        apps.append(name)
        subprocess.run(["javac", "-nowarn", "-Xlint:-deprecation", "-cp", ":".join([classes, *APPS["AppEcj"], *jars]), "-d", classes,
                        f"{bench}/apps/{name}.java", f"{bench}/apps/GeneratedSources.java"], check=True, stderr=subprocess.DEVNULL)
    return sorted(os.path.basename(f)[:-5] for f in kernels), apps


def steady(machine, name, app):
    """Nanoseconds for each call, and what it gave."""
    path = ":".join([os.path.join(BASE, "classes"), *APPS.get(name, [])])
    # The interpreter has nothing to warm up, except for what the program itself keeps.
    warmup, blocks, block = (1, 1, 1) if machine == "int" else (WARMUP * (4 if app else 1), 5, 600)
    args = MACHINES[machine] + ["-Xmx1g", f"-Dsources={ROOT}/bench/java", "-cp", path, "Steady", name, str(warmup), str(blocks), str(block)]
    done = subprocess.run(args, capture_output=True, text=True, cwd=BASE, check=False)
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    if done.returncode != 0 or "TIME" not in lines:
        return None, f"{machine} ends with {done.returncode}: {(done.stderr or done.stdout)[-300:]}"
    cpu, wall = map(int, lines["TIME"].split())
    # A CPU clock of 10 ms says nothing about a short block.
    return (wall if WALL or cpu == 0 else cpu), lines["RESULT"]


def mean(ratios):
    known = [r for r in ratios if r]
    return math.exp(sum(map(math.log, known)) / len(known)) if known else float("nan")


def table(title, names, app):
    machines = [m for m in MACHINES if m in os.environ.get("ONLY", ",".join(MACHINES)).split(",")]
    pairs = [(a, b) for a, b in (("int", "ours"), ("ours", "c1"), ("ours", "hotspot")) if a in machines and b in machines]
    print(f"\n{title}: {'elapsed' if WALL else 'CPU'} time of a call in ms, median of {RUNS} run(s), and ratios")
    print("%-14s" % "" + "".join("%11s" % m for m in machines) + "".join("%14s" % f"{a}/{b}" for a, b in pairs), flush=True)
    ratios = {p: [] for p in pairs}
    bad = 0
    for name in names:
        times = {m: [] for m in machines}
        results = {}
        for i in range(RUNS):
            # Each machine is first, second and so on in turn.
            for m in machines[i % len(machines):] + machines[:i % len(machines)]:
                value, result = steady(m, name, app)
                results[m] = result
                if value:
                    times[m].append(value)
        median = {m: statistics.median(t) if t else None for m, t in times.items()}
        row = "%-14s" % name + "".join("%11s" % ("%.3f" % (median[m] / 1e6) if median[m] else "-") for m in machines)
        for a, b in pairs:
            r = median[a] / median[b] if median[a] and median[b] else None
            ratios[a, b].append(r)
            row += "%14s" % ("%.2f" % r if r else "-")
        print(row, flush=True)
        if len(set(results.values())) != 1:
            bad += 1
            for m, result in results.items():
                print(f"    {m}: {result}")
    print("%-14s" % "geometric mean" + " " * 11 * len(machines) + "".join("%14s" % ("%.3f" % mean(ratios[p])) for p in pairs), flush=True)
    return bad


def sources():
    """More than 300 files of the class library, unpacked once."""
    folder, listing = os.path.join(BASE, "sources"), os.path.join(BASE, "files")
    if not os.path.exists(listing):
        home = os.path.dirname(os.path.dirname(os.path.realpath(shutil.which(JAVA))))
        places = [os.path.join(home, "lib/src.zip"), os.path.join(ROOT, "target/apps-sources/src.zip")]
        found = [p for p in places if os.path.exists(p)]
        if not found:
            sys.exit("the class library's sources are missing: tests/apps/install.sh fetches them")
        with zipfile.ZipFile(found[0]) as archive:
            names = [n for n in archive.namelist() if n.startswith("java.base/java/util/") and n.endswith(".java")]
            names = sorted(n for n in names if not n.startswith("java.base/java/util/jar/"))
            archive.extractall(folder, names)
        with open(listing, "w") as out:
            out.writelines(os.path.join(folder, n) + "\n" for n in names)
    return folder, listing


def cold_commands():
    """Name, arguments behind the VM's options."""
    folder, listing = sources()
    out = os.path.join(BASE, "out")
    kernels = sorted(glob.glob(f"{ROOT}/bench/java/*.java"))
    home = os.path.dirname(os.path.dirname(os.path.realpath(shutil.which(JAVA))))
    return {
        "javac": ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-nowarn", "-XDignore.symbol.file", "-Xlint:none", "-proc:none",
                  "--patch-module", f"java.base={folder}/java.base", "-d", out, f"@{listing}"],
        "ecj": ["-cp", JARS + "eclipse-jdt-core.jar", "org.eclipse.jdt.internal.compiler.batch.Main", "-17", "-proc:none", "-nowarn",
                "--system", home, "-d", out, *kernels],
        "clojure": ["-cp", ":".join(APPS["AppClojure"]), "clojure.main", "-e", "(println (reduce + (map inc (range 100))))"],
        "hello": ["-cp", os.path.join(BASE, "classes"), "HelloWorld"],
    }


def cold():
    compile_all()
    subprocess.run(["javac", "-d", os.path.join(BASE, "classes"), f"{ROOT}/bench/java/HelloWorld.java"], check=True)
    machines = list(MACHINES)
    machines = [m for m in machines if m in os.environ.get("ONLY", ",".join(machines)).split(",")]
    pairs = [(a, b) for a, b in (("ours", "int"), ("ours", "hotspot"), ("c1", "hotspot")) if a in machines and b in machines]
    print(f"CPU seconds (and elapsed) of a whole run, median of {RUNS} run(s), and ratios")
    print("%-10s" % "" + "".join("%16s" % m for m in machines) + "".join("%14s" % f"{a}/{b}" for a, b in pairs), flush=True)
    ratios = {p: [] for p in pairs}
    bad = 0
    for name, command in cold_commands().items():
        if NAMES and name not in NAMES:
            continue
        cpu, wall = {m: [] for m in machines}, {m: [] for m in machines}
        for i in range(RUNS):
            for m in machines[i % len(machines):] + machines[:i % len(machines)]:
                shutil.rmtree(os.path.join(BASE, "out"), ignore_errors=True)
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                start = time.monotonic()
                done = subprocess.run(MACHINES[m] + ["-Xmx1g", *command], capture_output=True, text=True, cwd=BASE, check=False)
                elapsed = time.monotonic() - start
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                if done.returncode != 0:
                    bad += 1
                    print(f"    {name} on {m} ends with {done.returncode}: {(done.stderr or done.stdout)[-300:]}")
                    continue
                cpu[m].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
                wall[m].append(elapsed)
        median = {m: statistics.median(t) if t else None for m, t in cpu.items()}
        row = "%-10s" % name
        for m in machines:
            row += "%16s" % ("%.2f (%.2f)" % (median[m], statistics.median(wall[m])) if median[m] else "-")
        for a, b in pairs:
            r = median[a] / median[b] if median[a] and median[b] else None
            if name != "hello":
                ratios[a, b].append(r)
            row += "%14s" % ("%.2f" % r if r else "-")
        print(row, flush=True)
    print("%-10s" % "geom. mean" + " " * 16 * len(machines) + "".join("%14s" % ("%.3f" % mean(ratios[p])) for p in pairs) + "  (without hello)")
    return bad


def main():
    os.makedirs(BASE, exist_ok=True)
    if WHAT == "cold":
        sys.exit(1 if cold() else 0)
    kernels, apps = compile_all()
    chosen = lambda names: [n for n in names if not NAMES or n in NAMES]
    bad = 0
    if chosen(kernels):
        bad += table("kernels", chosen(kernels), False)
    if chosen(apps):
        bad += table("applications", chosen(apps), True)
    if bad:
        print(f"{bad} of them fail or give different results")
    sys.exit(1 if bad else 0)


main()
