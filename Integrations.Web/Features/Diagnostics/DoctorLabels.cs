using Integrations.Core.Diagnostics;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Diagnostics;

/// <summary>What the doctor examines, in words.</summary>
internal static class DoctorLabels
{
    public static string Check(Finding finding) => finding.Title is { } title ? Text.T(title) : finding.Check switch
    {
        "Version" => Text.T("Version"),
        "Database" => Text.T("Database"),
        "Write-ahead log" => Text.T("Write-ahead log"),
        "Clock" => Text.T("Clock"),
        "Disk" => Text.T("Disk"),
        "Public address" => Text.T("Public address"),
        "Egress" => Text.T("Outgoing requests"),
        "Background work" => Text.T("Background work"),
        "Credentials, queue, providers" => Text.T("Credentials, queue, providers"),
        "Key ring" => Text.T("Key ring"),
        "Rotation of keys" => Text.T("Rotation of keys"),
        "Queue" => Text.T("Queue"),
        "Given up" => Text.T("Given up"),
        "Retention" => Text.T("Retention"),
        "Providers" => Text.T("Providers"),
        "Vendors" => Text.T("Vendors"),
        "Events of vendors" => Text.T("Events of vendors"),
        "Accounts of disabled people" => Text.T("Accounts of disabled people"),
        "Mail" => Text.T("Mail"),
        "Mail given up" => Text.T("Mail given up"),
        "Sign-in of organizations" => Text.T("Sign-in of organizations"),
        "Settings" => Text.T("Settings"),
        "WebSocket" => Text.T("WebSocket"),
        var other => other,
    };
}
