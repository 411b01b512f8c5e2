namespace Integrations.Web.Hosting.Setup;

/// <summary>Where the set-up address is printed: the console.</summary>
internal sealed record FirstRunOutput(TextWriter Writer);
