namespace Integrations.Core.Instances;

/// <summary>Our own entities that can be linked.</summary>
public static class EntityTypes
{
    public const string Meeting = "Meeting";
    public const string Person = "Person";

    public static IReadOnlyList<string> All { get; } = [Meeting, Person];

    /// <summary>The name in its own spelling; null when there is no such type.</summary>
    public static string? Parse(string? text) => All.FirstOrDefault(type => type.Equals(text, StringComparison.OrdinalIgnoreCase));
}
