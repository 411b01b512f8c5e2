namespace Integrations.Core.Setup;

/// <summary>Who did it, and when.</summary>
public sealed record ChecklistDone(DateTimeOffset At, string By);
