namespace Integrations.Sandbox.Accounts;

/// <summary>A colleague who appears in the records of every vendor, invented.</summary>
internal sealed record DemoPerson(string Name, string Email)
{
    /// <summary><c>ada-north</c>.</summary>
    public string Login => Name.ToLowerInvariant().Replace(' ', '-');

    public string FirstName => Name.Split(' ')[0];

    public string Organization => Email.EndsWith("@acme.test", StringComparison.Ordinal) ? "acme" : "globex";
}

/// <summary>The shared cast: whoever is assigned an issue in Jira also sends the Slack message about it.</summary>
internal static class DemoPeople
{
    public static IReadOnlyList<DemoPerson> Acme { get; } =
    [
        new("Ada North", "ada@acme.test"),
        new("Bo Lindgren", "bo@acme.test"),
        new("Cleo Marsh", "cleo@acme.test"),
        new("Dev Okoye", "dev@acme.test"),
        new("Ines Vale", "ines@acme.test"),
        new("Jun Park", "jun@acme.test"),
        new("Mira Stone", "mira@acme.test"),
        new("Theo Quill", "theo@acme.test"),
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
