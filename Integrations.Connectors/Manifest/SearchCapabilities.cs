namespace Integrations.Connectors.Manifest;

/// <summary>How a vendor searches.</summary>
/// <param name="FullText">Words are found anywhere in a thing, not in its name alone.</param>
/// <param name="FieldSpecific">Single fields can be searched, such as the assignee of an issue.</param>
/// <param name="Filtered">A search can be narrowed by type, dates or the values of fields.</param>
public sealed record SearchCapabilities(bool FullText, bool FieldSpecific, bool Filtered);
