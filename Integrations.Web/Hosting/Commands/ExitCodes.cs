namespace Integrations.Web.Hosting.Commands;

/// <summary>What the program ends with (docs/operations.md).</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command did its work, and not all went well: its output says what.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>EX_CONFIG of sysexits.h: settings or database do not fit, so starting again does not help (deploy/integrations.service).</summary>
    public const int Configuration = 78;
}
