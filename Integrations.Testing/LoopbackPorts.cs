using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Integrations.Testing;

/// <summary>Ports of this machine, for programs that are told theirs before they listen.</summary>
internal static class LoopbackPorts
{
    // Below what the system gives to connections and to servers that leave the choice to it, from 32768 on: while a program starts,
    // hundreds of those are given away, and one of them would be its own.
    private const int First = 20_000;
    private const int End = 32_000;
    private const int Tries = 100;

    /// <summary>One where no program listens now.</summary>
    public static int Free()
    {
        for (var tried = 0; tried < Tries; tried++)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new InvalidOperationException($"None of {Tries} ports from {First} to {End} is free.");
    }
}
