namespace Integrations.Primitives;

/// <summary>Tells whether the code that asks runs inside a write transaction, where nothing but the database may be awaited (RELIABILITY D3).</summary>
public interface IWriteWatch
{
    bool IsWriting { get; }
}
