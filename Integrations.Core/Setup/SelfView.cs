namespace Integrations.Core.Setup;

/// <summary>How a request to the public address arrived at the hub.</summary>
/// <param name="Scheme">As the hub saw it, forwarded headers that it believes included.</param>
/// <param name="RemoteAddress">Where it came from, likewise.</param>
/// <param name="Disbelieved">Forwarded headers that came along and were not believed.</param>
public sealed record SelfView(string Scheme, string? RemoteAddress, IReadOnlyList<string> Disbelieved);
