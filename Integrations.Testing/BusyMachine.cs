namespace Integrations.Testing;

/// <summary>What programs that tests start are given because the machine is shared: being slow here is no database that is down, and cuts no request.</summary>
internal static class BusyMachine
{
    /// <summary>Adds to a program's environment what it waits for longer than at an operator's.</summary>
    public static Dictionary<string, string> Patiently(this Dictionary<string, string> settings)
    {
        settings["Requests__Deadline"] = "00:02:00";
        settings["Database__CommandTimeout"] = "00:00:30";
        return settings;
    }
}
