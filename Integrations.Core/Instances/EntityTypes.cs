namespace Integrations.Core.Instances;

/// <summary>Our own entities that can be linked.</summary>
public static class EntityTypes
{
    /// <summary>000's meeting: a title, a time, and people.</summary>
    public const string Meeting = "Meeting";

    /// <summary>000's person, of the organization's address book; members are users, not persons.</summary>
    public const string Person = "Person";

    /// <summary>Both, in the spelling that requests, links and answers use.</summary>
    public static IReadOnlyList<string> All { get; } = [Meeting, Person];

    /// <summary>The name in its own spelling; null when there is no such type.</summary>
    public static string? Parse(string? text) => All.FirstOrDefault(type => type.Equals(text, StringComparison.OrdinalIgnoreCase));
}
