namespace Integrations.Sandbox;

internal sealed record OrderedAnswer(string Prefix, int Status, string Body, string ContentType, (string Name, string Value)[] Headers)
{
    public int Left { get; set; }
}
