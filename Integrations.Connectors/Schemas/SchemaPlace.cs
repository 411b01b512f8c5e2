namespace Integrations.Connectors.Schemas;

/// <summary>A place in a value, found from its root.</summary>
public sealed class SchemaPlace
{
    private const int LongestName = 100;

    private SchemaPlace(SchemaPlace? parent, string? member, int index) => (Parent, Member, Index) = (parent, member, index);

    /// <summary>The value itself.</summary>
    public static SchemaPlace Whole { get; } = new(null, null, 0);

    /// <summary>Null for the whole.</summary>
    public SchemaPlace? Parent { get; }

    /// <summary>The member's name; null for an item of an array.</summary>
    public string? Member { get; }

    /// <summary>The item's number, from 0.</summary>
    public int Index { get; }

    /// <summary>A member of it, whether it has one or not.</summary>
    public SchemaPlace At(string member) => new(this, member, 0);

    /// <summary>An item of it.</summary>
    public SchemaPlace At(int index) => new(this, null, index);

    /// <summary>As people read it, such as <c>people[2].email</c>; empty for the whole.</summary>
    public override string ToString() =>
        Parent is null ? ""
        : Member is null ? $"{Parent}[{Index}]"
        : Parent.Parent is null ? Primitives.Text.Shorten(Member, LongestName)
        : $"{Parent}.{Primitives.Text.Shorten(Member, LongestName)}";
}
