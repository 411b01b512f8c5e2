namespace Integrations.Sandbox;

/// <summary>An OAuth client that the sandbox knows. Its secret is no secret: it opens nothing but the sandbox.</summary>
public sealed record SandboxClient(string ClientId, string ClientSecret);
