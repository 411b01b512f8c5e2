namespace Integrations.Primitives;

/// <summary>The value of an act that has nothing to tell but that it was done.</summary>
public readonly record struct Done
{
    public static Done Value => default;
}
