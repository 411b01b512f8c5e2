namespace Integrations.Core.Setup;

/// <summary>The lines of the checklist, as marks are kept under them.</summary>
public static class ChecklistKeys
{
    /// <summary>Whether the configured public address leads to this hub.</summary>
    public const string PublicAddress = "public_address";

    /// <summary>Whether that address is https, with a certificate that this machine trusts.</summary>
    public const string Tls = "tls";

    /// <summary>Whether requests arrive with the client's own address and scheme, as the proxy says.</summary>
    public const string ForwardedHeaders = "forwarded_headers";

    /// <summary>Whether a copy of the master key is kept elsewhere; a person ticks it.</summary>
    public const string MasterKey = "master_key";

    /// <summary>When the last backup was made.</summary>
    public const string Backup = "backup";

    /// <summary>Whether something makes backups by itself and brings them elsewhere; a person ticks it.</summary>
    public const string BackupSchedule = "backup_schedule";

    /// <summary>When a backup was last restored for a trial, and how that went.</summary>
    public const string Restore = "restore";

    /// <summary>Whether the mail server answers; without one a person ticks that none is wanted.</summary>
    public const string Mail = "mail";

    /// <summary>Whether all super administrators have a second factor or a passkey.</summary>
    public const string SecondFactor = "second_factor";

    /// <summary>Whether the machine's clock agrees with others.</summary>
    public const string Clock = "clock";

    /// <summary>Whether there is room on the disk of the data.</summary>
    public const string Disk = "disk";

    private const string CallbackPrefix = "callback:";
    private const string TrialPrefix = "trial:";

    /// <summary>What the program cannot see, so a person says that it is done.</summary>
    public static IReadOnlyList<string> Ticked { get; } = [MasterKey, BackupSchedule, Mail];

    /// <summary>A vendor sent a browser to the callback address.</summary>
    public static string Callback(string provider) => CallbackPrefix + provider;

    /// <summary>An OAuth client was tried at its vendor.</summary>
    public static string Trial(string provider) => TrialPrefix + provider;
}
