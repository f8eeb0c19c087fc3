// SPDX-License-Identifier: Apache-2.0
parser grammar RqlParser;

options {
  tokenVocab = RqlLexer;
}

singleStatement: statement EOF;

statement
  : query #queryStatement
  | INSERT INTO channelRef nameList? query returning? #insert
  | APPEND TO channelRef appendedEvent (COMMA appendedEvent)* (EXPECT SEQ value)? returning? #append
  | CREATE TABLE ifNotExists? channelRef PAREN_OPEN tableElement (COMMA tableElement)* PAREN_CLOSE options_? #createTable
  | CREATE CHANNEL ifNotExists? channelRef options_? #createChannel
  | DROP (CHANNEL | TABLE) (IF EXISTS)? channelRef #dropChannel
  | SHOW (CHANNELS | TABLES) (LIKE STRING)? #showChannels
  | SHOW CHANNEL STATUS (LIKE STRING)? #showChannelStatus
  | SHOW STATUS #showStatus
  | (DESCRIBE | DESC) (CHANNEL | TABLE)? channelRef #describe
  | EXPLAIN ANALYZE? (FORMAT (TEXT | JSON))? query #explain
  | SET identifier (EQUAL | TO) (DEFAULT | optionValue) #setOption
  | verb=(UPDATE | DELETE | MERGE | TRUNCATE | ALTER | TRIM | SUBSCRIBE | WATCH) .*? #unsupported
  ;

// Channels, tables, options ------------------------------------------------------------------------------------------

channelRef
  : CHANNEL PAREN_OPEN STRING PAREN_CLOSE #channelByFunction
  | ORIGIN PAREN_OPEN STRING PAREN_CLOSE #channelByOrigin
  | identifier (DOT fieldName)* #channelByName
  ;

ifNotExists: IF NOT EXISTS;

appendedEvent
  : JSON (STRING | PARAMETER)
  | TEXT (STRING | PARAMETER)
  | BYTES (BYTES_LITERAL | PARAMETER)
  ;

tableElement
  : (CONSTRAINT identifier)? (PRIMARY KEY | UNIQUE) nameList #keyElement
  | identifier dataType columnOption* #columnElement
  ;

columnOption
  : NOT NULL #notNullOption
  | NULL #nullOption
  | DEFAULT value #defaultOption
  | PRIMARY KEY #primaryKeyOption
  | UNIQUE #uniqueOption
  ;

options_: WITH PAREN_OPEN option (COMMA option)* PAREN_CLOSE;

option: identifier EQUAL optionValue;

optionValue
  : (PLUS | MINUS)? number #numberOption
  | STRING #stringOption
  | (TRUE | FALSE) #booleanOption
  | (ON | ALL | identifier) #wordOption
  | PARAMETER #parameterOption
  ;

nameList: PAREN_OPEN identifier (COMMA identifier)* PAREN_CLOSE;

returning: RETURNING selectItem (COMMA selectItem)*;

// Queries ------------------------------------------------------------------------------------------------------------

query: (WITH commonTable (COMMA commonTable)*)? body (ORDER BY sortItem (COMMA sortItem)*)? limit*;

commonTable: identifier nameList? AS PAREN_OPEN query PAREN_CLOSE;

body
  : body INTERSECT (ALL | DISTINCT)? body #setOperation
  | body (UNION | EXCEPT) (ALL | DISTINCT)? body #setOperation
  | SELECT (DISTINCT | ALL)? selectItem (COMMA selectItem)* (FROM fromItem (COMMA fromItem)*)? (WHERE where=expr)?
    (WINDOW eventWindow)? (GROUP BY group+=expr (COMMA group+=expr)*)? (HAVING having=expr)? #select
  | VALUES row (COMMA row)* #values
  | PAREN_OPEN query PAREN_CLOSE #nestedQuery
  ;

row: PAREN_OPEN rowValue (COMMA rowValue)* PAREN_CLOSE;

rowValue: DEFAULT | expr;

limit
  : LIMIT (ALL | value) #limitRows
  | OFFSET value (ROW | ROWS)? #offsetRows
  | FETCH (FIRST | NEXT) (INTEGER_NUMBER | PARAMETER)? (ROW | ROWS) ONLY #fetchRows
  ;

sortItem: expr (ASC | DESC)? (NULLS (FIRST | LAST))?;

selectItem
  : STAR #allItem
  | identifier DOT STAR #allOfItem
  | expr (AS identifier | bareAlias)? #computedItem
  ;

fromItem: fromPrimary joinTail*;

joinTail
  : CROSS JOIN fromPrimary #crossJoin
  | (INNER | (LEFT | RIGHT | FULL) OUTER?)? JOIN fromPrimary (ON expr | USING nameList) #conditionJoin
  | ASOF LEFT? JOIN fromPrimary ON expr (TOLERANCE windowLength)? #asofJoin
  ;

fromPrimary
  : PAREN_OPEN query PAREN_CLOSE tableAlias? #derivedTable
  | PAREN_OPEN fromItem PAREN_CLOSE #nestedFrom
  | UNNEST PAREN_OPEN expr PAREN_CLOSE (WITH ORDINALITY)? tableAlias? #unnest
  | channelRef travel? latest? tableAlias? #channelSource
  ;

tableAlias: (AS identifier | bareAlias) nameList?;

travel
  : AT SEQ value #atSeq
  | FOR SEQ (FROM value TO value | BETWEEN value AND value) #seqRange
  | FOR TIME (FROM value TO value | BETWEEN value AND value) #timeRange
  | AS OF SEQ value #asOfSeq
  | AS OF TIMESTAMP value #asOfTimestamp
  ;

latest: LATEST count=(INTEGER_NUMBER | PARAMETER)? (BY value (COMMA value)*)?;

eventWindow
  : TUMBLE PAREN_OPEN axis SIZE size=windowLength (OFFSET shift=windowLength)? PAREN_CLOSE #tumble
  | HOP PAREN_OPEN axis SIZE size=windowLength SLIDE slide=windowLength (OFFSET shift=windowLength)? PAREN_CLOSE #hop
  | SESSION PAREN_OPEN axis GAP gap=windowLength PAREN_CLOSE #session
  ;

axis: SEQ | TS;

windowLength: NUMBER_WITH_UNIT | value;

// Conditions and values ----------------------------------------------------------------------------------------------

expr
  : NOT expr #not
  | expr AND expr #and
  | expr OR expr #or
  | value predicate? #condition
  ;

predicate
  : comparison value #compare
  | comparison (ANY | SOME | ALL) PAREN_OPEN query PAREN_CLOSE #quantified
  | NOT? BETWEEN low=value AND high=value #between
  | NOT? IN PAREN_OPEN query PAREN_CLOSE #inQuery
  | NOT? IN PAREN_OPEN expr (COMMA expr)* PAREN_CLOSE #inList
  | NOT? LIKE pattern=value (ESCAPE escape=value)? #like
  | IS NOT? NULL #isNull
  | IS NOT? DISTINCT FROM value #isDistinct
  | IS NOT? truth=(TRUE | FALSE | UNKNOWN) #isTruth
  ;

comparison: EQUAL | NOT_EQUAL | LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL;

value
  : value CAST_TO dataType #castTo
  | operator=(PLUS | MINUS) value #sign
  | value operator=(STAR | SLASH | PERCENT) value #arithmetic
  | value operator=(PLUS | MINUS) value #arithmetic
  | value operator=CONCAT value #arithmetic
  | number #numberValue
  | STRING #stringValue
  | BYTES_LITERAL #bytesValue
  | (TRUE | FALSE) #booleanValue
  | NULL #nullValue
  | PARAMETER #parameterValue
  | TIMESTAMP STRING #timestampValue
  | DATE STRING #dateValue
  | INTERVAL STRING intervalUnit? #intervalValue
  | CASE operand=expr? whenBranch+ (ELSE otherwise=expr)? END #case
  | CAST PAREN_OPEN expr AS dataType PAREN_CLOSE #cast
  | EXTRACT PAREN_OPEN identifier FROM expr PAREN_CLOSE #extract
  | SUBSTRING PAREN_OPEN value FROM value (FOR value)? PAREN_CLOSE #substring
  | POSITION PAREN_OPEN value IN value PAREN_CLOSE #position
  | EXISTS PAREN_OPEN query PAREN_CLOSE #exists
  | (CURRENT_DATE | CURRENT_TIMESTAMP) #currentTime
  | functionName PAREN_OPEN (STAR | (DISTINCT | ALL)? arguments+=expr (COMMA arguments+=expr)*)? PAREN_CLOSE
    (WITHIN GROUP PAREN_OPEN ORDER BY sortItem (COMMA sortItem)* PAREN_CLOSE)?
    (FILTER PAREN_OPEN WHERE filter=expr PAREN_CLOSE)? (OVER over)? #call
  | identifier pathStep* #path
  | PAREN_OPEN query PAREN_CLOSE #subquery
  | PAREN_OPEN expr (COMMA expr)* PAREN_CLOSE #parenthesised // one form: telling two apart would scan to the ) at each level
  ;

number: INTEGER_NUMBER | DECIMAL_NUMBER | DOUBLE_NUMBER;

whenBranch: WHEN condition=expr THEN result=expr;

functionName: identifier | LEFT | RIGHT;

pathStep
  : DOT fieldName #nameStep
  | BRACKET_OPEN INTEGER_NUMBER BRACKET_CLOSE #indexStep
  | BRACKET_OPEN (QUOTED_NAME | STRING) BRACKET_CLOSE #keyStep
  ;

over
  : PAREN_OPEN (PARTITION BY expr (COMMA expr)*)? (ORDER BY sortItem (COMMA sortItem)*)? frame? PAREN_CLOSE
  ;

frame: (ROWS | RANGE) (first=frameBound | BETWEEN first=frameBound AND last=frameBound);

frameBound
  : UNBOUNDED (PRECEDING | FOLLOWING) #unboundedBound
  | CURRENT ROW #currentRowBound
  | value (PRECEDING | FOLLOWING) #distanceBound
  ;

intervalUnit: YEAR | MONTH | WEEK | DAY | HOUR | MINUTE | SECOND;

dataType
  : (DOUBLE PRECISION | (CHAR | CHARACTER) VARYING | identifier)
    (PAREN_OPEN precision+=INTEGER_NUMBER (COMMA precision+=INTEGER_NUMBER)? PAREN_CLOSE)?
    ((WITH | WITHOUT) TIME ZONE)?
  ;

// Names --------------------------------------------------------------------------------------------------------------

identifier: bareAlias | clauseWord;

/// A name that may follow an expression or a source without AS.
bareAlias
  : NAME
  | QUOTED_NAME
  | freeWord
  ;

/// Words that mean something in places where no name can stand.
freeWord
  : ALTER | ANALYZE | APPEND | ASC | BY | BYTES | CHANNEL | CHANNELS | CHAR | CHARACTER | CONSTRAINT | CREATE | CURRENT | DATE
  | DAY | DEFAULT | DELETE | DESC | DESCRIBE | DOUBLE | DROP | EXPLAIN | EXTRACT | FIRST | FOLLOWING | FORMAT | GAP | HOP
  | HOUR | IF | INSERT | INTERVAL | JSON | KEY | LAST | MERGE | MINUTE | MONTH | NEXT | NULLS | ONLY | ORDINALITY | ORIGIN
  | OUTER | PARTITION | POSITION | PRECEDING | PRECISION | PRIMARY | RANGE | ROW | ROWS | SECOND | SEQ | SESSION | SET
  | SHOW | SIZE | SLIDE | STATUS | SUBSCRIBE | SUBSTRING | TABLE | TABLES | TEXT | TIME | TIMESTAMP | TO | TRIM | TRUNCATE
  | TS | TUMBLE | UNBOUNDED | UNIQUE | UNKNOWN | UNNEST | UPDATE | VARYING | WATCH | WEEK | WITHOUT | YEAR | ZONE
  ;

/// Words that open a clause after an expression or a source: names, but as an alias only after AS.
clauseWord
  : ASOF | AT | EXPECT | FETCH | FILTER | LATEST | LIMIT | OFFSET | OVER | RETURNING | TOLERANCE | WINDOW | WITHIN
  ;

/// After a dot nothing else can stand, so any word is a name.
fieldName: identifier | reservedWord;

reservedWord
  : ALL | AND | ANY | AS | BETWEEN | CASE | CAST | CROSS | CURRENT_DATE | CURRENT_TIMESTAMP | DISTINCT | ELSE | END | ESCAPE
  | EXCEPT | EXISTS | FALSE | FOR | FROM | FULL | GROUP | HAVING | IN | INNER | INTERSECT | INTO | IS | JOIN | LEFT | LIKE
  | NOT | NULL | OF | ON | OR | ORDER | RIGHT | SELECT | SOME | THEN | TRUE | UNION | USING | VALUES | WHEN | WHERE | WITH
  ;
