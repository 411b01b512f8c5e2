namespace Integrations.Web.Components.Shared;

/// <summary>One part of a page that has its own address.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="IsCurrent">It is the one shown.</param>
/// <param name="Count">How many things are in it; null says nothing.</param>
public sealed record TabLink(string Text, string Address, bool IsCurrent, int? Count = null);
