namespace Integrations.Core.Linking;

/// <param name="Name">The manifest's name, such as <c>event</c>.</param>
/// <param name="HasTime">Its things have a start: they are picked from a calendar, not from a list.</param>
public sealed record LinkableEntity(string Name, string DisplayName, bool HasTime);
