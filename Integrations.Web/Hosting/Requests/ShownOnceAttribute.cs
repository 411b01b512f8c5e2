namespace Integrations.Web.Hosting.Requests;

/// <summary>
/// Marks a member of an answer that opens something and is given once: a secret, or an address with one in it. An answer that
/// holds one is never remembered (SECURITY X5).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ShownOnceAttribute : Attribute;
