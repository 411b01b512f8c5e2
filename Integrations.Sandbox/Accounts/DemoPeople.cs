namespace Integrations.Sandbox.Accounts;

/// <summary>The shared cast: anyone who is assigned an issue in Jira also sends the Slack message about it.</summary>
internal static class DemoPeople
{
    public static IReadOnlyList<DemoPerson> Acme { get; } =
    [
        new("Ada Lindqvist", "ada@acme.test"),
        new("Ben Okafor", "ben@acme.test"),
        new("Chiara Rossi", "chiara@acme.test"),
        new("Dmitri Volkov", "dmitri@acme.test"),
        new("Emi Tanaka", "emi@acme.test"),
        new("Farid Haddad", "farid@acme.test"),
    ];

    public static IReadOnlyList<DemoPerson> Globex { get; } =
    [
        new("Gus Harbor", "gus@globex.test"),
        new("Hana Field", "hana@globex.test"),
        new("Ivo Brandt", "ivo@globex.test"),
        new("Lena Frost", "lena@globex.test"),
    ];

    public static IReadOnlyList<DemoPerson> All { get; } = [.. Acme, .. Globex];

    /// <summary>The colleagues of an account, the account itself first.</summary>
    public static IReadOnlyList<DemoPerson> Around(SandboxAccount account)
    {
        var colleagues = account.Organization == "globex" ? Globex : Acme;
        return [new(account.Name, account.Email), .. colleagues.Where(person => person.Email != account.Email)];
    }
}
