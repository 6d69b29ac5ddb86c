#!/bin/sh
# Finds a Python to build with, and sees that the system has what no Python package brings.
#
#   sh tools/system.sh [INTERPRETER]
#
# Prints the path of the Python on standard output, everything else on standard error. On Debian and Ubuntu, packages that
# are missing are installed when root, who is asked first at a terminal, and told elsewhere; anybody else is shown the one command that installs them, with exit code 1.
set -eu

wanted=${1:-}
again='then run make again.'
# Library that WeasyPrint loads at run time = Debian's package for it.
libraries='libpango-1.0.so.0=libpango-1.0-0 libpangoft2-1.0.so.0=libpangoft2-1.0-0 libharfbuzz-subset.so.0=libharfbuzz-subset0'

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

# A name on the PATH is not enough: pyenv puts shims there for Pythons that are not switched on.
is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# Debian parts ensurepip from Python, so a Python that can make environments comes before one that cannot.
find_python() {
    first=
    for candidate in ${wanted:-python3.13 python3.12 python3.11 python3}; do
        is_recent "$candidate" || continue
        if has_venv "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
        first=${first:-$candidate}
    done
    printf '%s\n' "$first"
}

missing_libraries() {
    "$1" - $libraries <<'PYTHON'
import ctypes
import sys

for pair in sys.argv[1:]:
    library, package = pair.split("=")
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
}

# Debian packages for what is missing, one a line; none when all is there.
missing_packages() {
    if [ -z "$python" ]; then
        for package in python3.13-venv python3.12-venv python3.11-venv; do
            if apt-cache show "$package" >/dev/null 2>&1; then
                printf '%s\n' "$package"
                break
            fi
        done
        for pair in $libraries; do printf '%s\n' "${pair#*=}"; done
    else
        has_venv "$python" || "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
        missing_libraries "$python"
    fi
}

is_complete() { [ -n "$python" ] && has_venv "$python" && [ -z "$(missing_libraries "$python")" ]; }

no_python="No Python 3.11 or newer was found${wanted:+ under the name $wanted}: install one, $again
Debian 12, Ubuntu 24.04 and newer ones offer it as a package."

python=$(find_python)
if [ "$(uname)" = Darwin ]; then
    [ -n "$python" ] || stop "$no_python"
    if ! ls /opt/homebrew/lib/libpango-1.0.* /usr/local/lib/libpango-1.0.* >/dev/null 2>&1; then
        say 'On a Mac, WeasyPrint needs Pango. If the build cannot load it: brew install pango'
    fi
elif ! is_complete; then
    if [ -n "$wanted" ] && [ -z "$python" ]; then
        stop "$no_python"
    elif ! command -v apt-get >/dev/null; then
        [ -n "$python" ] || stop "$no_python"
        has_venv "$python" || stop "$python cannot make virtual environments: install its venv and ensurepip modules, $again"
        stop "WeasyPrint needs Pango 1.44 or newer with pangoft2, and HarfBuzz with its subset library: install them, $again"
    elif [ "$(id -u)" -ne 0 ]; then
        packages=$(missing_packages)
        [ -n "$python" ] || case $packages in python*) ;; *) stop "$no_python" ;; esac
        stop "Some system packages are missing. Install them with

    sudo apt-get install -y $(echo $packages)

$again"
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 || say 'apt-get update failed; going on with the package lists that are there.'
    packages=$(missing_packages)
    [ -n "$python" ] || case $packages in python*) ;; *) stop "$no_python" ;; esac
    unknown=$(for package in $packages; do apt-cache show "$package" >/dev/null 2>&1 || printf '%s ' "$package"; done)
    [ -z "$unknown" ] || stop "This system offers no package ${unknown% }; Debian 12, Ubuntu 24.04 and newer ones do."
    if [ -t 0 ]; then
        printf 'Missing system packages: %s\nInstall them now with apt-get? [Y/n] ' "$(echo $packages)" >&2
        read -r answer || answer=n
        case $answer in [nN]*) stop "Nothing was installed. Without them nothing can be built." ;; esac
    fi
    say 'Installing system packages with apt-get:' $packages
    apt-get install -y -qq --no-install-recommends $packages >&2
    python=$(find_python)
    [ -n "$python" ] || stop "$no_python"
    is_complete || stop "These are still missing after their installation:" $(missing_packages)
fi
"$python" -c 'import sys; print(sys.executable)'
