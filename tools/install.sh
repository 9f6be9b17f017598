# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by ./quickstart and ./check: installs what a bare Debian 12 lacks, after saying what that is. Nothing is asked of
# the network once everything is there.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

have_package() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# install_packages NAME…: those that are missing, by apt, as root or through sudo.
install_packages() {
    local missing=() package as_root=()
    command -v dpkg-query >/dev/null || die "This is not Debian: install the packages named in tools/packages-*.txt yourself, then build with meson (docs/building.md)."
    for package in "$@"; do
        case $package in
            # another source of the same command will do
            nodejs|npm) command -v "${package/nodejs/node}" >/dev/null && continue ;;
        esac
        have_package "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "Onus needs these Debian packages and installs them now: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "Installing needs root: run this command as root once, or ask for: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >"$LOG" 2>&1; then
        # package lists may be missing or old on a fresh machine
        say "Fetching the package lists first."
        { "${as_root[@]}" apt-get update &&
          "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$LOG" 2>&1 ||
            { tail -n 20 "$LOG" >&2; die "apt-get could not install the packages; the lines above say why."; }
    fi
}

# The SQLCipher amalgamation, by its hash in package-lock.json; no script of any package runs.
install_amalgamation() {
    local file=node_modules/@journeyapps/sqlcipher/deps/sqlcipher-amalgamation/sqlite3.c stamp=node_modules/.onus-lock
    [ -f "$file" ] && cmp -s package-lock.json "$stamp" && return
    say "Onus fetches the SQLCipher source that package-lock.json names by its hash (npm ci --ignore-scripts)."
    npm ci --ignore-scripts --no-audit --no-fund >"$LOG" 2>&1 ||
        { tail -n 20 "$LOG" >&2; die "npm could not fetch it; the lines above say why."; }
    cp package-lock.json "$stamp"
}

# configure FOLDER OPTION…: makes or changes a build folder.
configure() {
    local folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        meson setup "$folder" "$@" >"$LOG" 2>&1
    else
        meson configure "$folder" "$@" >"$LOG" 2>&1
    fi || { tail -n 30 "$LOG" >&2; die "meson could not set up the build; the lines above say why."; }
}

# build FOLDER TARGET…
build() {
    ninja -C "$@" >"$LOG" 2>&1 || { grep -vE '^\[[0-9]+/[0-9]+\]' "$LOG" | tail -n 40 >&2; die "The build failed; the lines above say why."; }
}

read_packages() { grep -hvE '^ *(#|$)' "$@"; }

LOG=$(mktemp)
trap 'rm -f "$LOG"' EXIT
