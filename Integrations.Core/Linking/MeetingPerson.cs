namespace Integrations.Core.Linking;

/// <summary>Somebody who attends.</summary>
public sealed record MeetingPerson(Guid Id, string Name, string? Email);
