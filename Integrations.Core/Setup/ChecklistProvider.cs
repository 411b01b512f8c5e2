using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>One provider that people connect by signing in at the vendor.</summary>
/// <param name="Found">What is known of its OAuth client, in the vendor's own words where it was tried.</param>
/// <param name="CallbackHit">When the vendor last sent someone to the callback address; null for never.</param>
/// <param name="Tried">Who tried the client; null for no one.</param>
public sealed record ChecklistProvider(
    string Key, string DisplayName, ChecklistState State, bool HasClient, TranslatableText Found, DateTimeOffset? CallbackHit, ChecklistDone? Tried);
