namespace Integrations.Core.Linking;

/// <summary>Someone who attends.</summary>
public sealed record MeetingPerson(Guid Id, string Name, string? Email);
