using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Declared;

/// <summary>One thing of one account.</summary>
internal sealed record DeclaredRecord(string Entity, IReadOnlyList<string> Id, string Title, string Text, DateTimeOffset UpdatedAt, DemoPerson Person, int Number)
{
    public bool IsDeleted { get; set; }

    /// <summary>When it was last made, changed or removed.</summary>
    public DateTimeOffset ChangedAt { get; set; } = UpdatedAt;

    public bool Matches(string text)
    {
        var all = $"{Title} {Text} {Person.Name} {Person.Email}";
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => all.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the places of its form stand for.</summary>
    public string? Find(string name) => name switch
    {
        "id" or "id1" => Id[0],
        "id2" => Id.ElementAtOrDefault(1),
        "number" => $"{Number}",
        "title" => Title,
        "text" => Text,
        "updated" => ChangedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        "updatedPlain" => ChangedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss"),
        "updatedDay" => ChangedAt.UtcDateTime.ToString("yyyy-MM-dd"),
        "updatedUnix" => $"{ChangedAt.ToUnixTimeSeconds()}",
        "updatedMs" => $"{ChangedAt.ToUnixTimeMilliseconds()}",
        "person" => Person.Name,
        "first" => Person.FirstName,
        "last" => Person.Name.Split(' ')[^1],
        "email" => Person.Email,
        "login" => Person.Login,
        "personId" => $"{SandboxSeed.Number("person", Person.Email)}",
        "personGuid" => SandboxSeed.Guid("person", Person.Email).ToString("D"),
        _ => null,
    };
}
