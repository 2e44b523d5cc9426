# Sourced by run.sh, test.sh and .ci/run: `prepare` installs what the build and the Java programs need and is not there, and sets
# JAVA_HOME to a JDK 17 with javac; `prepare_tests` installs what only tests need. Installing uses apt, and sudo when the user is not root.
# shellcheck shell=bash

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    command -v apt-get >/dev/null || {
        echo "These packages are missing, and there is no apt-get to install them: $*" >&2
        return 1
    }
    echo "Installing: $*" >&2
    as_root apt-get update -qq >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
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
    command -v cc >/dev/null || install_packages build-essential
    local home
    home=$(find_jdk17) || {
        install_packages openjdk-17-jdk-headless
        home=$(find_jdk17) || {
            echo "There is still no JDK 17 with javac; set JAVA_HOME." >&2
            return 1
        }
    }
    export JAVA_HOME=$home
    if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
        export PATH="$HOME/.cargo/bin:$PATH"
    fi
    command -v cargo >/dev/null || {
        echo "cargo is missing: install Rust with rustup; rust-toolchain.toml names the version." >&2
        return 1
    }
}

# The browser that opens the reports of excelsa-bench
prepare_tests() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || install_packages chromium
}
