namespace Integrations.Client;

/// <summary>An id in a path. The hub's own are <see cref="Guid"/>; some routes take names too, such as a provider's, and 003 has ids of its own, as its lists give them.</summary>
public readonly record struct HubId(string Text)
{
    public static implicit operator HubId(string text) => new(text);

    public static implicit operator HubId(Guid id) => new(id.ToString());

    public override string ToString() => Text;
}
