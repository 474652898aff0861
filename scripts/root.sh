# For the scripts beside it, which source it: what they say, and how they become root.
say() { printf '• %s\n' "$*"; }
fail() {
    printf '✗ %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Whoever has the tools already never needs root; the question comes up only with work to do.
# Takes the packages to install. Asked before any output is sent to a log, so that the answer is
# seen.
root_or_fail() {
    sudo=()
    [ "$(id -u)" != 0 ] || return 0
    have sudo || fail "Root is needed to install: $*" "Run as root: apt-get install $*"
    sudo=(sudo)
    # Without a person at the terminal a password question would hang for good.
    { [ -t 0 ] && [ -z "${CI:-}" ]; } || sudo=(sudo -n)
    "${sudo[@]}" true || fail "sudo did not let $(id -un) install: $*" "Run as root: apt-get install $*"
}
# sudo forgets the environment, so what apt-get must know is named after it.
as_root() { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive "$@"; }
