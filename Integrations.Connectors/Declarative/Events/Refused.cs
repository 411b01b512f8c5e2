using System.Globalization;
using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>Why a proof does not hold, for the inbox and the log; who sent it is answered the same in every case (SECURITY W10).</summary>
internal static class Refused
{
    private const string Signature = "signature";

    /// <summary>It is there and is not the one that the secret gives.</summary>
    public static InboundVerdict.Rejected Mismatch => Of("mismatch");

    /// <summary>The time of signing is absent, or is none.</summary>
    public static InboundVerdict.Rejected NoTime => Of("timestamp_missing");

    /// <summary>A signed token is genuine, and its times, issuer, audience or body are not those that are asked for.</summary>
    public static InboundVerdict.Rejected Claims => Of("claims");

    /// <param name="places">Where the proof should be: headers, or a place as the file says it.</param>
    public static InboundVerdict.Rejected Absent(params IEnumerable<string> places) => Of(["missing", .. places.Select(place => place.Replace(' ', ':'))]);

    /// <param name="age">How long ago it was signed; negative for a time to come.</param>
    /// <param name="tolerance">How far it may be from now.</param>
    public static InboundVerdict.Rejected Time(TimeSpan age, TimeSpan tolerance) =>
        Of(age < TimeSpan.Zero ? "too_new" : "too_old", Number(age.Duration().TotalSeconds), Number(tolerance.TotalSeconds));

    public static InboundVerdict.Rejected Method(string method) => Of("method", method);

    private static InboundVerdict.Rejected Of(params IReadOnlyList<string> details) => new(Signature) { Details = details };

    private static string Number(double seconds) => Math.Floor(seconds).ToString(CultureInfo.InvariantCulture);
}
