namespace Integrations.Core.Management;

/// <summary>A tag that is in use.</summary>
/// <param name="Name">As it is written on one of them.</param>
/// <param name="Integrations">How many that the caller sees have it.</param>
public sealed record TagCount(string Name, int Integrations);
