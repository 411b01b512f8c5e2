#!/usr/bin/env bash
# Takes the hub off this machine. Settings, master key, data and backups stay unless --purge says otherwise.
#   /opt/integrations/uninstall.sh [--purge]
set -euo pipefail
root="@ROOT@"
purge=no
case ${1:-} in '') ;; --purge) purge=yes ;; *) echo "Usage: uninstall.sh [--purge]" >&2; exit 2 ;; esac
[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || { echo "Run it as root." >&2; exit 1; }

control="$root/usr/local/bin/integrations"
[ ! -x "$control" ] || "$control" stop || true
if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl disable --quiet integrations 2>/dev/null || true
fi
rm -f "$control" "$root/etc/systemd/system/integrations.service"
[ -n "$root" ] || [ ! -d /run/systemd/system ] || systemctl daemon-reload
rm -rf "$root/opt/integrations"
if [ $purge = yes ]; then
    rm -rf "$root/etc/integrations" "$root/var/lib/integrations" "$root/var/backups/integrations" "$root/var/log/integrations.log"
    [ -n "$root" ] || ! getent passwd integrations >/dev/null || userdel integrations
    echo "Removed, with settings, master key, data and backups."
else
    echo "Removed. Left: $root/etc/integrations, $root/var/lib/integrations, $root/var/backups/integrations (--purge removes them too)."
fi
