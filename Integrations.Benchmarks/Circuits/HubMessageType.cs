namespace Integrations.Benchmarks.Circuits;

internal enum HubMessageType : byte
{
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}
