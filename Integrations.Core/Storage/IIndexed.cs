namespace Integrations.Core.Storage;

/// <summary>A row with columns that are made of its others, for look-ups; the context asks for them before it saves.</summary>
public interface IIndexed
{
    /// <summary>Computes those columns anew.</summary>
    void Index();
}
