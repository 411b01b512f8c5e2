#!/usr/bin/env bash
# Installs the hub from this archive, or upgrades the one that is installed (docs/install.md).
#   ./install.sh --origin https://hub.example.org
#   ./install.sh                         on a machine that has it: backup, new program, migrations, health; back to the former when it does not come up
#   ./install.sh --root DIR              below DIR, as the user who calls, without systemd: to try it, and for tests
# Options: --origin URL    the address that people reach the hub under; an upgrade sets it where none is set yet
#          --listen URL    where it listens (http://127.0.0.1:5080)
#          --wait SECONDS  how long it may take to come up (120)
#          --no-start      only puts things in place
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

root=""
origin=""
listen=http://127.0.0.1:5080
patience=120
starts=yes
usage() { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
while [ $# -gt 0 ]; do
    case $1 in
        --root) root=$(mkdir -p "${2:?--root wants a folder}" && cd "$2" && pwd); shift ;;
        --origin) origin=${2:?--origin wants an address such as https://hub.example.org}; shift ;;
        --listen) listen=${2:?--listen wants an address such as http://127.0.0.1:5080}; shift ;;
        --wait) patience=${2:?--wait wants a number of seconds}; shift ;;
        --no-start) starts=no ;;
        *) usage ;;
    esac
    shift
done

say() { printf '%s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

if [ -z "$root" ]; then
    [ "$(id -u)" -eq 0 ] || fail "run it as root, or with --root DIR to try it as yourself"
    user=integrations
else
    user=$(id -un)
fi
version=$(cat "$here/VERSION")
opt="$root/opt/integrations"
etc="$root/etc/integrations"
lib="$root/var/lib/integrations"
backups="$root/var/backups/integrations"
control="$root/usr/local/bin/integrations"
unit="$root/etc/systemd/system/integrations.service"
has_systemd() { [ -z "$root" ] && [ -d /run/systemd/system ]; }

# Before anything is touched: a program that cannot run here, or is damaged, says so now.
said=$("$here/program/Integrations.Web" --version 2>&1) \
    || fail "the program does not run on this machine. The archive without '-self-contained' in its name needs the ASP.NET Core 10 runtime (Debian and Ubuntu: aspnetcore-runtime-10.0). It says: $said"

former=""
[ ! -L "$opt/current" ] || former=$(readlink "$opt/current")
[ -z "$former" ] || [ -x "$opt/current/Integrations.Web" ] || former=""

make_user() {
    [ -z "$root" ] || return 0
    getent passwd "$user" >/dev/null || useradd --system --user-group --home-dir "$lib" --no-create-home --shell /usr/sbin/nologin "$user"
}
own() { [ -n "$root" ] || chown "$@"; }
# $1 mode, $2 owner, $3 folder
folder() { mkdir -p "$3"; chmod "$1" "$3"; own "$2" "$3"; }

put_program() {
    target="versions/$version"
    # The same version again goes beside itself: what runs is never written over.
    [ ! -e "$opt/$target" ] || target="versions/$version+$(date -u +%Y%m%d%H%M%S)"
    mkdir -p "$opt/$target"
    cp -R "$here/program/." "$opt/$target/"
    chmod -R u=rwX,go=rX "$opt/$target"
    own -R root:root "$opt/$target"
    cp "$here/uninstall.sh" "$opt/uninstall.sh.new"
    sed -i "s|@ROOT@|$root|g" "$opt/uninstall.sh.new"
    chmod 755 "$opt/uninstall.sh.new"
    mv "$opt/uninstall.sh.new" "$opt/uninstall.sh"
}

put_settings() {
    if [ ! -e "$etc/master.key" ]; then
        (umask 077; head -c 32 /dev/urandom | base64 >"$etc/master.key.new")
        chmod 400 "$etc/master.key.new"
        own "$user:$user" "$etc/master.key.new"
        mv "$etc/master.key.new" "$etc/master.key"
        say "Made $etc/master.key. Keep a copy of it somewhere else: without it no stored credential can be read."
    fi
    if [ ! -e "$etc/integrations.env" ]; then
        (umask 077; sed "s|@ORIGIN@|$origin|; s|@LISTEN@|$listen|; s|@ETC@|$etc|g; s|@LIB@|$lib|g; s|@BACKUPS@|$backups|g" "$here/deploy/integrations.env.example" \
            | if [ -n "$origin" ]; then cat; else sed 's|^Hub__PublicOrigin=|#&https://hub.example.org|'; fi >"$etc/integrations.env.new")
        mv "$etc/integrations.env.new" "$etc/integrations.env"
    fi
    chmod 600 "$etc/integrations.env"
}

# On an upgrade. What stands in the settings is the operator's; what is not said there yet is put there as at the first time.
put_origin() {
    rm -f "$etc/integrations.env.former"
    [ -n "$origin" ] || return 0
    local named
    named=$(sed -n 's/^Hub__PublicOrigin=//p' "$etc/integrations.env" | tail -1)
    if [ "$named" = "$origin" ]; then
        return 0
    elif [ -n "$named" ]; then
        say "--origin changes nothing here: $etc/integrations.env names another address. Change Hub__PublicOrigin there, then: $control restart"
        return 0
    fi
    cp -p "$etc/integrations.env" "$etc/integrations.env.former"
    sed -i '/^#\{0,1\}Hub__PublicOrigin=/d' "$etc/integrations.env"
    printf '\nHub__PublicOrigin=%s\n' "$origin" >>"$etc/integrations.env"
    say "Set Hub__PublicOrigin=$origin in $etc/integrations.env."
}
take_origin_back() { [ ! -e "$etc/integrations.env.former" ] || mv "$etc/integrations.env.former" "$etc/integrations.env"; }

# What it says when it ends at once is told with the last lines of its log, once it did not come up.
start_program() { "$control" start || true; }

put_unit_and_control() {
    mkdir -p "$(dirname "$control")" "$(dirname "$unit")"
    sed "s|@ROOT@|$root|g; s|@USER@|$user|g" "$here/deploy/integrations" >"$control.new"
    chmod 755 "$control.new"
    mv "$control.new" "$control"
    cp "$here/deploy/integrations.service" "$unit"
    chmod 644 "$unit"
    if has_systemd; then
        systemctl daemon-reload
        systemctl enable --quiet integrations
    fi
}

switch_to() {
    ln -s "$1" "$opt/current.new"
    mv -T "$opt/current.new" "$opt/current"
}

# The status of /health/ready, asked without any other program.
health() {
    local url host port status=""
    url=$(sed -n 's/^ASPNETCORE_URLS=//p' "$etc/integrations.env" | tail -1 | tr ';' '\n' | grep '^http://' | head -1)
    host=$(sed 's|^http://||; s|/.*||; s|:[0-9]*$||; s|^[*+]$|127.0.0.1|; s|^0\.0\.0\.0$|127.0.0.1|' <<<"${url:-http://127.0.0.1:5000}")
    port=$(sed -n 's|.*:\([0-9][0-9]*\)/*$|\1|p' <<<"${url:-http://127.0.0.1:5000}")
    {
        printf 'GET /health/ready HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$host" "${port:-80}" >&3
        read -r -t 5 _ status _ <&3 || true
    } 2>/dev/null 3<>"/dev/tcp/$host/${port:-80}" || true
    [ "$status" = 200 ]
}

came_up() {
    local until=$((SECONDS + patience))
    until health 2>/dev/null; do
        "$control" status >/dev/null 2>&1 || { sleep 1; "$control" status >/dev/null 2>&1 || return 1; }
        [ $SECONDS -lt $until ] || return 1
        sleep 0.2
    done
}

# A program that ends at once is started again by systemd; here it says why.
tell_why() { say "The last lines of its log:"; "$control" log 30 2>&1 | sed 's/^/    /' || true; }

make_user
folder 755 root:root "$opt"
folder 755 root:root "$opt/versions"
folder 750 "root:$user" "$etc"
folder 700 "$user:$user" "$lib"
folder 700 "$user:$user" "$backups"

if [ -z "$former" ]; then
    put_program
    put_settings
    put_unit_and_control
    switch_to "$target"
    say "Installed $version in $opt."
    [ $starts = yes ] || exit 0
    start_program
    if ! came_up; then
        tell_why
        fail "it did not come up. Correct what the log names, then: $control start"
    fi
    say "It runs and answers at $(sed -n 's/^ASPNETCORE_URLS=//p' "$etc/integrations.env" | tail -1)."
    [ ! -e "$lib/setup-link" ] || say "Make the first account at: $(cat "$lib/setup-link")"
    exit 0
fi

say "Upgrading ${former#versions/} to $version."
put_program
put_settings
was_running=no
! "$control" status >/dev/null 2>&1 || was_running=yes
"$control" stop
backup="$backups/before-$version-$(date -u +%Y%m%dT%H%M%SZ).backup"
if ! "$control" backup "$backup" >"$backups/last-backup.log" 2>&1; then
    cat "$backups/last-backup.log"
    [ $was_running = no ] || start_program
    fail "no backup could be made, so nothing was changed. The former program is ${was_running/yes/running again}${was_running/no/not started}"
fi
say "Backup: $backup"
put_unit_and_control
put_origin
switch_to "$target"
[ $starts = yes ] || { rm -f "$etc/integrations.env.former"; say "Installed $version; not started."; exit 0; }
start_program
if came_up; then
    say "$version runs."
    rm -f "$etc/integrations.env.former"
    # The former one stays for a way back by hand; older ones go.
    for old in "$opt"/versions/*; do
        case versions/$(basename "$old") in "$target" | "$former") ;; *) rm -rf "$old" ;; esac
    done
    exit 0
fi

tell_why
say "$version did not come up. Going back to ${former#versions/}."
"$control" stop
take_origin_back
switch_to "$former"
if ! "$control" restore "$backup" --replace >"$backups/last-restore.log" 2>&1; then
    cat "$backups/last-restore.log"
    fail "the former program is in place, and its database could not be restored. Do so by hand: $control restore $backup --replace"
fi
start_program
came_up || { tell_why; fail "the former program is in place with its data, and does not come up either"; }
rm -rf "${opt:?}/$target"
fail "$version did not come up; ${former#versions/} runs again with the data from before"
