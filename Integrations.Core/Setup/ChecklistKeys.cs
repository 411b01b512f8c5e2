namespace Integrations.Core.Setup;

/// <summary>The lines of the checklist, as marks are kept under them.</summary>
public static class ChecklistKeys
{
    public const string PublicAddress = "public_address";
    public const string Tls = "tls";
    public const string ForwardedHeaders = "forwarded_headers";
    public const string MasterKey = "master_key";
    public const string Backup = "backup";
    public const string BackupSchedule = "backup_schedule";
    public const string Restore = "restore";
    public const string Mail = "mail";
    public const string SecondFactor = "second_factor";
    public const string Clock = "clock";
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
