"""Runs the workloads of tests/bench-gc.sh and prints its tables."""

import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import zipfile

ROOT = sys.argv[1]
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
BASE = os.path.join(ROOT, "target", "bench-gc")
JAVA = os.environ.get("JAVA", "java")
EXCELSA = os.path.abspath(os.environ.get("EXCELSA", os.path.join(ROOT, "target/release/excelsa")))
MACHINES = {
    "excelsa": [EXCELSA, "-Xint", *os.environ.get("OPTIONS", "").split()],
    "serial": [JAVA, "-Xint", "-XX:+UseSerialGC"],
    "parallel": [JAVA, "-Xint", "-XX:+UseParallelGC"],
}
# Workload: heap size.
WORKLOADS = {"BinaryTrees": "256m", "Churn": "1g", "HashChurn": "512m", "javac": "512m"}
PAUSE = re.compile(r"\] (?:\[[a-z, ]*\] ?)?GC\(\d+\) Pause (\w+).* (\d+[.,]\d+)ms$")
SAFEPOINT = re.compile(r'Safepoint "(\w+)".*Reaching safepoint: *(\d+) ns.* Total: *(\d+) ns')


def sources():
    """The class library's sources that javac compiles, unpacked once."""
    folder = os.path.join(BASE, "sources")
    listing = os.path.join(BASE, "files")
    if not os.path.exists(listing):
        home = os.path.dirname(os.path.dirname(os.path.realpath(shutil.which(JAVA))))
        places = [os.path.join(home, "lib/src.zip"), os.path.join(ROOT, "target/apps-sources/src.zip")]
        found = [p for p in places if os.path.exists(p)]
        if not found:
            sys.exit("the class library's sources are missing: tests/apps/install.sh fetches them")
        with zipfile.ZipFile(found[0]) as archive:
            names = [n for n in archive.namelist() if n.startswith("java.base/java/util/") and n.endswith(".java")]
            # Sources of another update than the JDK's: java.util.jar goes with internals outside the folder.
            names = sorted(n for n in names if not n.startswith("java.base/java/util/jar/"))
            archive.extractall(folder, names)
        with open(listing, "w") as out:
            out.writelines(os.path.join(folder, n) + "\n" for n in names)
    return folder, listing


def command(workload):
    if workload != "javac":
        return ["-cp", os.path.join(BASE, "classes"), workload]
    folder, listing = sources()
    return ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-nowarn", "-XDignore.symbol.file", "-Xlint:none", "-proc:none",
            "--patch-module", f"java.base={folder}/java.base", "-d", os.path.join(BASE, "out"), f"@{listing}"]


def run(machine, workload, heap, number):
    """One run's figures and its output."""
    log = os.path.join(BASE, f"{workload}-{machine}-{number}.log")
    safepoints = log.replace(".log", ".safepoint")
    out = os.path.join(BASE, "out")
    shutil.rmtree(out, ignore_errors=True)
    args = MACHINES[machine] + [f"-Xms{heap}", f"-Xmx{heap}", f"-Xlog:gc:file={log}:uptime,level,tags:filecount=0",
                                f"-Xlog:safepoint:file={safepoints}:uptime,level,tags:filecount=0"] + command(workload)
    text = os.path.join(BASE, "stdout")
    start = time.monotonic()
    with open(text, "wb") as stdout:
        child = subprocess.Popen(args, stdout=stdout, stderr=subprocess.STDOUT, cwd=BASE)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    with open(text, "rb") as stdout:
        output = stdout.read()
    if child.returncode != 0:
        sys.exit(f"{' '.join(args)} ended with {child.returncode}:\n{output.decode(errors='replace')[-3000:]}")
    if workload == "javac":
        output = str(sum(len(files) for _, _, files in os.walk(out))).encode() + b" class files"
    young, full = [], []
    with open(log) as lines:
        for line in lines:
            if m := PAUSE.search(line.rstrip()):
                (full if m[1] == "Full" else young).append(float(m[2].replace(",", ".")))
    reaching, total = [0], [0]
    if os.path.exists(safepoints):
        with open(safepoints) as lines:
            for line in lines:
                if m := SAFEPOINT.search(line):
                    reaching.append(int(m[2]) / 1e6)
                    total.append(int(m[3]) / 1e6)
    return {
        "gc": sum(young) + sum(full),
        "young": len(young),
        "young_ms": statistics.median(young) if young else 0.0,
        "full": len(full),
        "max": max(young + full, default=0.0),
        "safepoint": max(total),
        "reach": max(reaching),
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": wall,
        "rss": usage.ru_maxrss / 1024,
    }, output


def main():
    os.makedirs(os.path.join(BASE, "classes"), exist_ok=True)
    bench = os.path.join(ROOT, "bench/java/gc")
    files = [os.path.join(bench, f) for f in sorted(os.listdir(bench)) if f.endswith(".java")]
    subprocess.run(["javac", "-nowarn", "-d", os.path.join(BASE, "classes"), *files], check=True)
    machines = [m for m in MACHINES if m in os.environ.get("ONLY", ",".join(MACHINES)).split(",")]
    workloads = sys.argv[3:] or list(WORKLOADS)
    print("medians of %d runs; times of pauses in ms" % RUNS)
    head = ("workload", "heap", "machine", "gc total", "young", "median", "full", "longest", "safept", "reach", "CPU s", "RSS MB")
    shape = "%-12s %5s %-9s %9s %6s %8s %5s %8s %8s %6s %7s %7s"
    print(shape % head)
    table = {}
    for workload in workloads:
        heap = WORKLOADS[workload]
        results = {m: [] for m in machines}
        outputs = set()
        for i in range(RUNS):
            # Each machine is first, second and last in turn.
            for m in machines[i % len(machines):] + machines[:i % len(machines)]:
                figures, output = run(m, workload, heap, i)
                results[m].append(figures)
                outputs.add(output)
        if len(outputs) != 1:
            sys.exit(f"{workload}: the outputs differ: {outputs}")
        for m in machines:
            r = {key: statistics.median(x[key] for x in results[m]) for key in results[m][0]}
            table[workload, m] = r
            print(shape % (workload, heap, m, "%.0f" % r["gc"], "%d" % r["young"], "%.2f" % r["young_ms"], "%d" % r["full"],
                           "%.1f" % r["max"], "%.1f" % r["safepoint"], "%.2f" % r["reach"], "%.2f" % r["cpu"], "%.0f" % r["rss"]), flush=True)
    for other in ("serial", "parallel"):
        if "excelsa" not in machines or other not in machines:
            continue
        print(f"\nexcelsa / {other}")
        for key, name in (("gc", "gc total"), ("young_ms", "median young pause"), ("max", "longest pause"), ("cpu", "CPU"), ("rss", "peak RSS")):
            ratios = []
            for w in workloads:
                a, b = table[w, "excelsa"][key], table[w, other][key]
                ratios.append(a / b if a > 0 and b > 0 else None)
            known = [r for r in ratios if r]
            mean = math.exp(sum(map(math.log, known)) / len(known)) if known else float("nan")
            shown = "  ".join(f"{w} {r:.2f}" if r else f"{w} -" for w, r in zip(workloads, ratios))
            print("  %-20s geometric mean %.3f   (%s)" % (name, mean, shown))


main()
