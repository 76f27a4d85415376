# Sourced instead of desk.sh by those who want an editor that is newer than this system: Debian's testing branch in a folder of
# its own, made once by debootstrap into the cache. Two minutes and 900 MB the first time; needs root.
# $BELEG_DEBIAN names another mirror than that of debootstrap.
root=${BELEG_EDITORS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/beleg-editors}/forky
if [ ! -e "$root.done" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
        echo "!!! SKIPPED: root or debootstrap is missing here, so $(basename "$0") was not tried" >&2
        exit 0
    fi
    mkdir -p "$(dirname "$root")"
    rm -rf "$root"
    debootstrap --variant=minbase --include=hx,emacs-nox forky "$root" "${BELEG_DEBIAN:-}" sid >"$root.log" 2>&1 || {
        echo "!!! SKIPPED: Debian's testing branch could not be installed ($root.log), so $(basename "$0") was not tried" >&2
        exit 0
    }
    touch "$root.done"
fi
. "$(dirname "$0")/desk.sh"
