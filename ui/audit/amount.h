#ifndef KENPIN_AUDIT_AMOUNT_H
#define KENPIN_AUDIT_AMOUNT_H

/* A quantity, an amount of money or a number of days, as people write one in a list: "1,200", "12.50", "¥1,200",
 * "１２", "30 days". Below 0 = it is none, is below zero, or could be read in two ways ("12/24", "1.200,50"). */
double amount_read(const char *text);

#endif
