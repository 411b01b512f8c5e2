namespace Integrations.Core.Linking;

/// <param name="Version">Hand it back with a change.</param>
public sealed record PersonDetails(Guid Id, string Name, string? Email, string? JobTitle, string? Notes, int Version)
{
    internal static PersonDetails From(Person person) =>
        new(person.Id, person.Name, person.Email, person.JobTitle, person.Notes, person.Version);
}
