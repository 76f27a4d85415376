# Sourced by the scripts beside it: a copy of the fixtures as a desk, a PATH on which `beleg` is the one to try, and a terminal
# in which an editor is driven as by hand. Knows no editor. $root is a system of its own in which the editor runs, or empty.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$here/../../..
cache=${BELEG_EDITORS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/beleg-editors}
beleg=$(realpath "${1:?which beleg program?}")
editor=$(basename "$0")
PATIENCE=300 # tenths of a second that an editor has to show something

# Ends the script without failure, and loudly.
skip() {
    echo "!!! SKIPPED: $1, so $editor was not tried" >&2
    exit 0
}

needs() {
    command -v "$1" >/dev/null || skip "$1 is missing here (Debian: apt install ${2:-$1})"
}

fail() {
    echo "$editor: $1" >&2
    exit 1
}

root=${root:-}
work=$(mktemp -d -p "$root/tmp")
terminal=beleg-$$
trap 'tmux -L $terminal kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/config"
cp "$beleg" "$work/bin/beleg"
cp -RL "$repository/fixtures" "$work/desk"
touch "$work/desk/beleg.toml"
place=${work#"$root"} # as the editor sees it
given=(
    "HOME=$place/home"
    "XDG_CONFIG_HOME=$place/config"
    "XDG_CACHE_HOME=$place/cache"
    "PATH=$place/bin:$PATH"
    LANG=C.UTF-8
    TERM=xterm-256color
)

# Runs a program where the editor is.
inside=(env "${given[@]}")
# A program of a system of its own wants /proc as well.
[ -z "$root" ] || inside=(unshare --fork --pid --mount-proc --root "$root" "${inside[@]}")

# Opens an editor in the terminal.
opens() {
    tmux -L $terminal -f /dev/null new-session -d -x 140 -y 45 "${inside[@]}" "$@"
}

# Presses keys, and waits as a person does: an Escape with keys right behind it would be another key.
keys() {
    tmux -L $terminal send-keys "$@"
    sleep 0.3
}

# Waits until the terminal shows something; tells whether it did.
seen() {
    local tenth
    for ((tenth = 0; tenth < PATIENCE; tenth++)); do
        ! tmux -L $terminal capture-pane -p 2>/dev/null | grep -qF -- "$1" || return 0
        sleep 0.1
    done
    return 1
}

sees() {
    seen "$1" && return
    tmux -L $terminal capture-pane -p >&2 2>/dev/null || true
    fail "did not show: $1"
}

# Presses keys again and again until the terminal shows something: the server may still be reading.
shows() {
    local words=$1 attempt
    shift
    for ((attempt = 0; attempt < 15; attempt++)); do
        keys "$@"
        ! PATIENCE=20 seen "$words" || return 0
        keys Escape
    done
    sees "$words"
}
