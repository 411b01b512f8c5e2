namespace Integrations.Benchmarks.Load;

internal enum BareKind
{
    Text,
    Number,
    Flag,
    Id,
    Ids,
    Time,
}
