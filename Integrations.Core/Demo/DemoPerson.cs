namespace Integrations.Core.Demo;

internal sealed record DemoPerson(string Name, string Email, string JobTitle)
{
    public string FirstName => Name.Split(' ')[0];
}
