namespace Integrations.Web.Hosting.Requests;

/// <summary>Marks an endpoint whose bodies are another party's and go by unread: its answers are not kept for a repeat.</summary>
internal sealed class PassesThrough
{
    public static PassesThrough Instance { get; } = new();
}
