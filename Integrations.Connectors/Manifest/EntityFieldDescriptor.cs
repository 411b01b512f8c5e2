namespace Integrations.Connectors.Manifest;

/// <param name="Type"><c>string</c>, <c>number</c>, <c>boolean</c>, <c>datetime</c> or <c>array</c>.</param>
public sealed record EntityFieldDescriptor(string Name, string Type, string? Description = null);
