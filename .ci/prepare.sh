# Sourced by run.sh, test.sh and .ci/run: `prepare` installs what the build and the Java programs need and is not there, and sets
# JAVA_HOME to a JDK 17 with javac; `prepare_tests` installs what only tests need. Installing uses apt, and sudo when the user is not root.
# `root` is the repository's folder.
# shellcheck shell=bash

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages WHY PACKAGE...: by apt; says what to do where that cannot be
install_packages() {
    local why=$1
    shift
    if ! command -v apt-get >/dev/null; then
        echo "$why, and there is no apt-get to install it. Install what Debian calls: $*" >&2
        return 1
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "$why. Installing it needs root, and there is no sudo. As root: apt-get install $*" >&2
        return 1
    fi
    echo "$why. Installing by apt: $*" >&2
    as_root apt-get update -qq >&2 || echo "The package lists cannot be fetched (is there a network?); trying with those at hand." >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || {
        echo "apt-get cannot install: $*. Install them by hand, then try again." >&2
        return 1
    }
}

# is_jdk17 DIR: whether DIR is a JDK 17 with its compiler
is_jdk17() {
    [ -x "$1/bin/javac" ] && [ -f "$1/lib/modules" ] && grep -q '^JAVA_VERSION="17[."]' "$1/release" 2>/dev/null
}

# find_jdk17: prints the JDK to use
find_jdk17() {
    local dir javac
    for dir in "${JAVA_HOME:-}" /usr/lib/jvm/*17* /usr/java/*17* /opt/*17*; do
        if [ -n "$dir" ] && is_jdk17 "$dir"; then
            readlink -f "$dir"
            return
        fi
    done
    if javac=$(command -v javac); then
        dir=$(dirname "$(dirname "$(readlink -f "$javac")")")
        if is_jdk17 "$dir"; then
            echo "$dir"
            return
        fi
    fi
    return 1
}

prepare() {
    command -v cc >/dev/null || install_packages "A C linker is missing" build-essential || return 1
    local home
    home=$(find_jdk17) || {
        [ -z "${JAVA_HOME:-}" ] || echo "JAVA_HOME=$JAVA_HOME is no JDK 17 with javac." >&2
        install_packages "A JDK 17 is missing" openjdk-17-jdk-headless || {
            echo "A JDK 17 elsewhere is chosen by JAVA_HOME." >&2
            return 1
        }
        home=$(find_jdk17) || {
            echo "There is still no JDK 17 with javac; set JAVA_HOME to the folder of one." >&2
            return 1
        }
    }
    export JAVA_HOME=$home
    prepare_rust
}

# rust_release: the version of the Rust that cargo would use in this repository, or nothing
rust_release() {
    (cd "$root" && cargo --version) | sed -n 's/^cargo \([0-9.]*\).*/\1/p'
}

# Finds cargo. The version that rust-toolchain.toml names is rustup's to fetch; where it cannot, another that is new enough will do.
prepare_rust() {
    local wanted installed toolchain
    wanted=$(sed -n 's/^channel = "\([0-9.]*\)"/\1/p' "$root/rust-toolchain.toml")
    if ! command -v cargo >/dev/null && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    fi
    if ! command -v cargo >/dev/null; then
        echo "cargo is missing. Rust $wanted comes with rustup (https://rustup.rs):" >&2
        echo "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --default-toolchain $wanted" >&2
        return 1
    fi
    # rustup fetches the version now if it is not there
    installed=$(rust_release) || true
    if [ -z "$installed" ] && command -v rustup >/dev/null; then
        for toolchain in $(rustup toolchain list 2>/dev/null | sed "s/ .*//" | sort -r); do
            installed=$(RUSTUP_TOOLCHAIN=$toolchain rust_release 2>/dev/null) || true
            if [ -n "$installed" ] && [ "$(printf '%s\n' "$wanted" "$installed" | sort -V | head -n 1)" = "$wanted" ]; then
                echo "Rust $wanted cannot be fetched; taking $toolchain ($installed)." >&2
                export RUSTUP_TOOLCHAIN=$toolchain
                return
            fi
            installed=
        done
    fi
    if [ -z "$installed" ]; then
        echo "cargo does not run. Rust $wanted is needed: rustup toolchain install $wanted" >&2
        return 1
    fi
    if [ "$(printf '%s\n' "$wanted" "$installed" | sort -V | head -n 1)" != "$wanted" ]; then
        echo "Rust $installed is too old: $wanted is needed. With rustup: rustup toolchain install $wanted" >&2
        return 1
    fi
}

# build ARGS: cargo build --release. The first time takes minutes, and fetches the crates of Cargo.lock.
build() {
    local quiet=--quiet
    if [ ! -e "$root/target/release/libjvm.so" ]; then
        echo "Building Excelsa. The first time takes some minutes." >&2
        quiet=
    fi
    (cd "$root" && cargo build --release $quiet "$@") || {
        echo "The build failed. If crates could not be fetched: it needs crates.io once, later it does without." >&2
        return 1
    }
}

# The browser that opens the reports of excelsa-bench
prepare_tests() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || install_packages "A browser is missing, for the tests of reports" chromium
}
