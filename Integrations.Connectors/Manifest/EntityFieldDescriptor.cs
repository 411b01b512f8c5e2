namespace Integrations.Connectors.Manifest;

/// <summary>A member that things of one kind have.</summary>
/// <param name="Name">As in the metadata of a found thing.</param>
/// <param name="Type"><c>string</c>, <c>number</c>, <c>boolean</c>, <c>datetime</c> or <c>array</c>.</param>
public sealed record EntityFieldDescriptor(string Name, string Type, string? Description = null);
