namespace Integrations.Sandbox.Accounts;

/// <summary>A colleague who appears in the records of every vendor, invented.</summary>
internal sealed record DemoPerson(string Name, string Email)
{
    /// <summary><c>ada-lindqvist</c>.</summary>
    public string Login => Name.ToLowerInvariant().Replace(' ', '-');

    public string FirstName => Name.Split(' ')[0];

    public string Organization => Email.EndsWith("@acme.test", StringComparison.Ordinal) ? "acme" : "globex";
}
